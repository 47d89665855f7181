package io.sparkhistory.gateway.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparkhistory.gateway.kubernetes.StandIn.Call;
import io.sparkhistory.gateway.kubernetes.StandIn.Fault;
import io.sparkhistory.gateway.kubernetes.StandInConnection.Request;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/** A watch of the API server stand-in. */
final class StandInWatch {
  private final StandIn standIn;
  private final Call call;
  private final Request request;
  private final InputStream in;
  private final StandInFraming framing;

  StandInWatch(
      StandIn standIn, Call call, Request request, InputStream in, StandInFraming framing) {
    this.standIn = standIn;
    this.call = call;
    this.request = request;
    this.in = in;
    this.framing = framing;
  }

  void run() throws IOException, InterruptedException {
    framing.begin();
    Thread reader = new Thread(this::readUntilClosed, "stand-in watch");
    reader.setDaemon(true);
    reader.start();
    String since = request.query().getOrDefault("resourceVersion", "");
    long version =
        since.isEmpty() || since.equals("0") ? standIn.objects.version() : Long.parseLong(since);
    long lastBookmark = System.nanoTime();
    if (standIn.objects.isExpired(version)) {
      send("ERROR", StandInAnswer.status(410, "Expired"));
      framing.end();
      return;
    }
    while (true) {
      var events = standIn.objects.after(version, call.resource(), 20);
      while (standIn.frozen) {
        new CountDownLatch(1).await(20, java.util.concurrent.TimeUnit.MILLISECONDS);
      }
      for (Objects.Event event : events) {
        version = event.version();
        tell(event);
      }
      if (System.nanoTime() - lastBookmark > standIn.bookmarks.toNanos()) {
        lastBookmark = System.nanoTime();
        version = Math.max(version, standIn.objects.tick());
        bookmark(version);
      }
    }
  }

  private void tell(Objects.Event event) throws IOException, InterruptedException {
    String selector = request.query().getOrDefault("labelSelector", "");
    if (!event.line().isEmpty()) {
      send(event.line());
    } else if (StandInAnswer.matches(event.object(), selector)) {
      send(event.type(), event.object());
    }
  }

  private void bookmark(long version) throws IOException, InterruptedException {
    ObjectNode object = Objects.JSON.createObjectNode();
    object.put("kind", StandInKinds.kind(call.resource()));
    object.put("apiVersion", StandInKinds.apiVersion(call.resource()));
    object.putObject("metadata").put("resourceVersion", Long.toString(version));
    send("BOOKMARK", object);
  }

  private void send(String type, ObjectNode object) throws IOException, InterruptedException {
    ObjectNode event = Objects.JSON.createObjectNode();
    event.put("type", type).set("object", object);
    send(event + "\n");
  }

  private void send(String line) throws IOException, InterruptedException {
    byte[] framed = framing.frame(line.getBytes(UTF_8));
    Fault fault = standIn.faultOf(call).orElse(null);
    if (fault == Fault.HALF_AND_CUT) {
      framing.out.write(framed, 0, framed.length / 2);
      throw new IOException("cut");
    }
    if (fault == Fault.HALF_AND_HANG) {
      framing.out.write(framed, 0, framed.length / 2);
      framing.out.flush();
      new CountDownLatch(1).await();
    }
    if (fault == Fault.NONSENSE) {
      framed = framing.frame("{\"type\":\"WHAT\"\n".getBytes(UTF_8));
    }
    framing.out.write(framed);
    framing.out.flush();
  }

  /** The client says nothing but goodbye. */
  private void readUntilClosed() {
    try {
      int first = in.read();
      while (framing.isWebSocket() && first >= 0 && (first & 0x0f) != 8) {
        int length = in.read() & 0x7f;
        in.skipNBytes(4L + length);
        first = in.read();
      }
      framing.end();
      in.close();
    } catch (IOException e) {
      // gone
    }
  }
}
