package io.sparkhistory.gateway.kubernetes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparkhistory.gateway.kubernetes.StandIn.Call;
import io.sparkhistory.gateway.kubernetes.StandIn.Fault;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One connection to the API server stand-in: HTTP/1.1, one request after the other. */
final class StandInConnection implements Runnable {
  private final StandIn standIn;
  private final Socket socket;

  /** A request as it was read. */
  record Request(
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> head,
      String body) {
    String header(String name) {
      return head.getOrDefault(name, "");
    }

    boolean isWatch() {
      return query.getOrDefault("watch", "").equals("true");
    }
  }

  StandInConnection(StandIn standIn, Socket socket) {
    this.standIn = standIn;
    this.socket = socket;
  }

  @Override
  public void run() {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      while (answer(read(in), in, out)) {
        out.flush();
      }
    } catch (IOException | InterruptedException e) {
      // the client went, or the stand-in ends
    } finally {
      standIn.forget(socket);
    }
  }

  private boolean answer(Request request, InputStream in, OutputStream out)
      throws IOException, InterruptedException {
    Call call = call(request);
    standIn.begin(call);
    try {
      pause();
      if (!mayAsk(request)) {
        write(out, 401, StandInAnswer.status(401, "Unauthorized"));
        return true;
      }
      Fault fault = standIn.faultOf(call).orElse(null);
      boolean inTheMiddle = fault == Fault.HALF_AND_CUT || fault == Fault.HALF_AND_HANG;
      // in the middle of a watch means: in the middle of an event
      if (fault != null && !(inTheMiddle && request.isWatch())) {
        return wrong(fault, call, request, out);
      }
      if (!request.isWatch()) {
        StandInAnswer answer = StandInAnswer.of(standIn.objects, call, request);
        write(out, answer.status(), answer.body());
        return true;
      }
    } finally {
      standIn.end(call);
    }
    new StandInWatch(standIn, call, request, in, StandInFraming.of(request, out)).run();
    return false;
  }

  private boolean mayAsk(Request request) {
    String token = standIn.token;
    return token.isEmpty() || request.header("authorization").equals("Bearer " + token);
  }

  private boolean wrong(Fault fault, Call call, Request request, OutputStream out)
      throws IOException, InterruptedException {
    switch (fault) {
      case ERROR -> write(out, 500, StandInAnswer.status(500, "InternalError"));
      case GONE -> write(out, 410, StandInAnswer.status(410, "Expired"));
      case FORBIDDEN -> write(out, 403, StandInAnswer.status(403, "Forbidden"));
      case NONSENSE -> writeText(out, 200, "<html>Bad gateway</html>");
      case HANG -> new CountDownLatch(1).await();
      case HALF_AND_CUT, HALF_AND_HANG -> {
        StandInAnswer answer = StandInAnswer.of(standIn.objects, call, request);
        byte[] body = answer.body().toString().getBytes(UTF_8);
        out.write(head(answer.status(), body.length));
        out.write(body, 0, body.length / 2);
        out.flush();
        if (fault == Fault.HALF_AND_HANG) {
          new CountDownLatch(1).await();
        }
        return false;
      }
    }
    return true;
  }

  private void pause() throws InterruptedException {
    long nanos = standIn.latency.toNanos();
    if (nanos > 0) {
      // nothing to wait for: this is the distance to the server
      new CountDownLatch(1).await(nanos, TimeUnit.NANOSECONDS);
    }
  }

  static void write(OutputStream out, int status, ObjectNode body) throws IOException {
    writeText(out, status, body.toString());
  }

  private static void writeText(OutputStream out, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(head(status, body.length));
    whole.write(body);
    out.write(whole.toByteArray());
    out.flush();
  }

  private static byte[] head(int status, int length) {
    return "HTTP/1.1 %d Whatever\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        .formatted(status, length)
        .getBytes(ISO_8859_1);
  }

  private static Request read(InputStream in) throws IOException {
    String[] line = line(in).split(" ", -1);
    Map<String, String> head = new HashMap<>();
    for (String field = line(in); !field.isEmpty(); field = line(in)) {
      int colon = field.indexOf(':');
      head.put(
          field.substring(0, colon).toLowerCase(Locale.ROOT), field.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(head.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), UTF_8);
    int question = line[1].indexOf('?');
    String path = question < 0 ? line[1] : line[1].substring(0, question);
    Map<String, String> query = new HashMap<>();
    if (question >= 0) {
      for (String pair : List.of(line[1].substring(question + 1).split("&", -1))) {
        int equals = pair.indexOf('=');
        query.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return new Request(line[0], path, query, head, body);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException();
      }
      line.write(b);
    }
    return line.toString(ISO_8859_1).strip();
  }

  /** What is asked for, from {@code /api/v1/…} or {@code /apis/group/version/…}. */
  private static Call call(Request request) {
    String[] parts = request.path().substring(1).split("/", -1);
    boolean core = parts[0].equals("api");
    String group = core ? "" : "." + parts[1];
    int at = core ? 2 : 3;
    String namespace = "";
    if (parts.length > at + 2 && parts[at].equals("namespaces")) {
      namespace = parts[at + 1];
      at += 2;
    }
    String name = parts.length > at + 1 ? parts[at + 1] : "";
    return new Call(verb(request, name), parts[at] + group, namespace, name);
  }

  private static String verb(Request request, String name) {
    return switch (request.method()) {
      case "GET" -> request.isWatch() ? "watch" : name.isEmpty() ? "list" : "get";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> "delete";
      default -> request.method();
    };
  }
}
