package io.sparkhistory.gateway.kubernetes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparkhistory.gateway.kubernetes.StandIn.Call;
import io.sparkhistory.gateway.kubernetes.StandIn.Fault;
import io.sparkhistory.gateway.kubernetes.StandInConnection.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;

/**
 * A watch of the API server stand-in, over a web socket (RFC 6455) as the JDK's client asks for it.
 */
final class StandInWatch {
  private static final String WEB_SOCKET_KEY = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final StandIn standIn;
  private final Call call;
  private final Request request;
  private final InputStream in;
  private final OutputStream out;

  StandInWatch(StandIn standIn, Call call, Request request, InputStream in, OutputStream out) {
    this.standIn = standIn;
    this.call = call;
    this.request = request;
    this.in = in;
    this.out = out;
  }

  void run() throws IOException, InterruptedException {
    out.write(upgrade().getBytes(ISO_8859_1));
    out.flush();
    Thread reader = new Thread(this::readUntilClosed, "stand-in watch");
    reader.setDaemon(true);
    reader.start();
    String since = request.query().getOrDefault("resourceVersion", "");
    long version =
        since.isEmpty() || since.equals("0") ? standIn.objects.version() : Long.parseLong(since);
    long lastBookmark = System.nanoTime();
    if (standIn.objects.isExpired(version)) {
      send("ERROR", StandInAnswer.status(410, "Expired"));
      return;
    }
    while (true) {
      var events = standIn.objects.after(version, call.resource(), 20);
      while (standIn.frozen) {
        new CountDownLatch(1).await(20, java.util.concurrent.TimeUnit.MILLISECONDS);
      }
      for (Objects.Event event : events) {
        version = event.version();
        if (StandInAnswer.matches(
            event.object(), request.query().getOrDefault("labelSelector", ""))) {
          send(event.type(), event.object());
        }
      }
      if (System.nanoTime() - lastBookmark > standIn.bookmarks.toNanos()) {
        lastBookmark = System.nanoTime();
        version = Math.max(version, standIn.objects.tick());
        bookmark(version);
      }
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
    byte[] bytes = (event + "\n").getBytes(UTF_8);
    byte[] framed = frame(bytes);
    Fault fault = standIn.faultOf(call).orElse(null);
    if (fault == Fault.HALF_AND_CUT) {
      out.write(framed, 0, framed.length / 2);
      throw new IOException("cut");
    }
    if (fault == Fault.HALF_AND_HANG) {
      out.write(framed, 0, framed.length / 2);
      out.flush();
      new CountDownLatch(1).await();
    }
    if (fault == Fault.NONSENSE) {
      byte[] nonsense = "{\"type\":\"WHAT\"\n".getBytes(UTF_8);
      framed = frame(nonsense);
    }
    out.write(framed);
    out.flush();
  }

  /** A whole text message, not masked, as servers send. */
  private static byte[] frame(byte[] bytes) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x81);
    if (bytes.length < 126) {
      frame.write(bytes.length);
    } else if (bytes.length < 65536) {
      frame.write(126);
      frame.write(bytes.length >> 8);
      frame.write(bytes.length);
    } else {
      frame.write(127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame.write((int) ((long) bytes.length >> shift));
      }
    }
    frame.writeBytes(bytes);
    return frame.toByteArray();
  }

  /** The client says nothing but goodbye. */
  private void readUntilClosed() {
    try {
      int first = in.read();
      while (first >= 0 && (first & 0x0f) != 8) {
        int length = in.read() & 0x7f;
        in.skipNBytes(4L + length);
        first = in.read();
      }
      out.write(new byte[] {(byte) 0x88, 0});
      out.flush();
      in.close();
    } catch (IOException e) {
      // gone
    }
  }

  private String upgrade() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((request.header("sec-websocket-key") + WEB_SOCKET_KEY).getBytes(ISO_8859_1));
      return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Accept: "
          + Base64.getEncoder().encodeToString(hash)
          + "\r\n\r\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
