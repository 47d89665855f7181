// What an API server looks at before it stores an object, in front of the stand-in, which stores everything: whole
// objects that are made, replaced or applied have to fit the definition of their kind.
import { createServer, request } from "node:http";
import { connect } from "node:net";
import { parse } from "yaml";
import { decoded } from "./protobuf.js";
import { refusals } from "./schema/definitions.js";

/** Starts it in front of an API server; answers its own address, and what ends it. */
export async function admitting(server) {
  const open = new Set();
  const { hostname, port } = new URL(server);
  const front = createServer((from, to) => {
    const chunks = [];
    from.on("data", (chunk) => chunks.push(chunk));
    from.on("end", () => {
      const body = readable(from, Buffer.concat(chunks));
      const refused = isWhole(from) ? refusals(kindOf(from, parse(body.toString()))) : [];
      if (refused.length > 0) {
        refuse(to, refused.join("; "));
      } else {
        pass(from, body, to, { hostname, port });
      }
    });
  });
  // None: clients in this process may come back late, and would find a connection that is just closed.
  front.keepAliveTimeout = 0;
  front.on("connection", (socket) => open.add(socket.on("close", () => open.delete(socket))));
  front.on("upgrade", (from, socket, head) => {
    const there = connect(port, hostname, () => {
      const fields = from.rawHeaders.map((each, i) => (i % 2 ? `${each}\r\n` : `${each}: `));
      there.write(`${from.method} ${from.url} HTTP/1.1\r\n${fields.join("")}\r\n`);
      there.write(head);
      there.pipe(socket).pipe(there);
    });
    there.on("error", () => socket.destroy());
    socket.on("error", () => there.destroy());
    socket.on("close", () => there.destroy());
  });
  await new Promise((resolve) => front.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${front.address().port}`,
    close() {
      front.close();
      open.forEach((socket) => socket.destroy());
    },
  };
}

/** The body in JSON or YAML, which is all that the stand-in reads. */
function readable({ headers }, body) {
  if (headers["content-type"] !== "application/vnd.kubernetes.protobuf") {
    return body;
  }
  const json = Buffer.from(JSON.stringify(decoded(body)));
  Object.assign(headers, { "content-type": "application/json", "content-length": String(json.length) });
  return json;
}

/** Whether the body of a request is an object as it shall be, and no part of one. */
function isWhole({ method, url, headers }) {
  const path = url.split("?")[0];
  const applied = method === "PATCH" && (headers["content-type"] ?? "").startsWith("application/apply-patch");
  const stored = !path.endsWith("/status") && !path.startsWith("/apis/authorization.k8s.io/");
  return stored && (["POST", "PUT"].includes(method) || applied);
}

/** The object with its apiVersion, which the path says too. */
function kindOf({ url }, object) {
  const [, root, group, version] = url.split("?")[0].match(/^\/(apis?)\/([^/]+)(?:\/([^/]+))?/);
  return { apiVersion: root === "api" ? group : `${group}/${version}`, ...object };
}

function refuse(to, message) {
  const status = { kind: "Status", apiVersion: "v1", status: "Failure", message, reason: "Invalid", code: 422 };
  to.writeHead(422, { "Content-Type": "application/json" }).end(JSON.stringify(status));
}

function pass(from, body, to, { hostname, port }) {
  const { method, url: path, headers } = from;
  const there = request({ hostname, port, method, path, headers }, (answer) => {
    to.writeHead(answer.statusCode, answer.headers);
    answer.pipe(to);
    answer.on("error", () => to.destroy());
  });
  there.on("error", () => to.destroy());
  to.on("close", () => there.destroy());
  there.end(body);
}
