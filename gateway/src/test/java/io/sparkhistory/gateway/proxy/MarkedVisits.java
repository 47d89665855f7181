package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests with secrets that can be recognized, a history server for them, and all that came back.
 */
final class MarkedVisits {
  /** In the fields that hold visitors' credentials: for nobody's eyes. */
  static final String CREDENTIAL = "m4rkCr3d3ntial";

  /** In queries and bodies: for the history server, and not for logs and meters. */
  static final String QUERY = "m4rkQu3ry";

  private static final List<String> FIELDS =
      List.of(
          "Authorization: Bearer ",
          "authorization:Basic ",
          "Cookie: oauth2_proxy_kubeflow=",
          "Cookie: a=b; session=",
          "Proxy-Authorization: Basic ",
          "X-Forwarded-Access-Token: ",
          "X-Auth-Request-Access-Token: ",
          "X-Auth-Request-User: ",
          "X-Id-Token: ",
          "X-Access-Token: ",
          "X-Auth-Token: ",
          "X-Api-Key: ",
          "X-Csrf-Token: ",
          "X-Forwarded-Client-Cert: By=spiffe://x;Hash=");

  final List<String> answers = new ArrayList<>();

  /** Field lines with a credential in each. */
  static String credentials() {
    StringBuilder lines = new StringBuilder();
    FIELDS.forEach(field -> lines.append(field).append(CREDENTIAL).append("\r\n"));
    return lines.toString();
  }

  /** Asks for a target as alice, with a mark in its query. */
  static String get(String target, String lines) {
    return "GET "
        + target
        + "?token="
        + QUERY
        + " HTTP/1.1\r\nHost: gw\r\nkubeflow-userid: alice@example.com\r\n"
        + lines
        + "\r\n";
  }

  /** Sends it on a connection of its own; what the answer is does not matter. */
  void send(Packaged gateway, String request) throws IOException {
    try (RawClient client = gateway.client()) {
      RawClient.Answer answer = client.send(request).read();
      answers.add(answer.head() + answer.body());
    } catch (IOException e) {
      // an answer that ended early, or a connection that was reset
      answers.add("cut");
    }
  }

  /** Answers as the end of the path says. */
  static RawOrigin origin() throws IOException {
    return new RawOrigin(
        e -> {
          String[] path = e.requestLine().split("[ ?]", -1)[1].split("/", -1);
          switch (path[path.length - 1]) {
            case "ok" -> e.ok("fine");
            case "reset" -> e.reset();
            case "nonsense" -> e.send("ICY 200 OK\r\n\r\n");
            case "moved" ->
                e.send("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /x\r\n\r\n");
            case "cut" -> {
              e.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
              e.socket.close();
            }
            default -> {
              int nothing = e.in.read();
              assertThat(nothing).isNegative();
            }
          }
        });
  }

  /** Has alice's tenants a and gone, and little patience. */
  static Packaged.Options options(Path folder, RawOrigin origin, String... more)
      throws IOException {
    String tenants =
        "a: {address: \"127.0.0.1:"
            + origin.port()
            + "\", users: [alice@example.com]}, gone: {address: \"127.0.0.1:1\", users:"
            + " [alice@example.com]}";
    List<String> all =
        new ArrayList<>(
            List.of(
                "--tenants=" + Packaged.tenants(folder, tenants),
                "--response-timeout=1s",
                "--slow-page-after=300ms",
                "--max-body=1000",
                "--drain-delay=0s",
                "--drain-timeout=1s"));
    all.addAll(List.of(more));
    return Packaged.Options.of(all.toArray(String[]::new));
  }

  /** What it printed and what its meters say. */
  static String everything(Packaged gateway) {
    String meters = gateway.process.isAlive() ? gateway.admin("/metrics").body() : "";
    return gateway.out() + gateway.err() + meters;
  }
}
