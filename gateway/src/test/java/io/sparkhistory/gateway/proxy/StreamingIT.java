package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.fixture.FreePort;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawOrigin;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bodies far larger than the memory of the gateway, through the packaged gateway in a process of
 * its own with 64 MiB of heap (and so no more than that of buffers outside it).
 */
@Tag("slow")
class StreamingIT {
  private static final long GIB = 1L << 30;
  private static final int BLOCK = 1 << 20;

  /** While this much of the download is left to come, the reader dawdles. */
  private static final long SLOW_BYTES = 64L << 20;

  private static final String HEAD =
      " HTTP/1.1\r\nHost: gw\r\nkubeflow-userid: alice@example.com\r\n";

  @TempDir Path folder;

  @Test
  void aDownloadOf10GibWithASlowReaderFitsInto64MibOfHeap() throws Exception {
    long size = 10 * GIB;
    AtomicLong sentWhenSlow = new AtomicLong();
    AtomicLong sent = new AtomicLong();
    try (RawOrigin origin = new RawOrigin(e -> download(e, size, sent));
        Running gateway = new Running(origin);
        RawClient client = new RawClient(gateway.address)) {
      client.send("GET /sparkhistory/a/logs" + HEAD + "\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 200").contains("Content-Length: " + size);

      long read = 0;
      byte[] block = new byte[BLOCK];
      while (read < size) {
        int n = client.in.readNBytes(block, 0, (int) Math.min(BLOCK, size - read));
        assertThat(n).isPositive();
        assertThat(block[0]).isEqualTo((byte) (read / BLOCK));
        read += n;
        if (read < SLOW_BYTES) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
          sentWhenSlow.set(sent.get() - read);
        }
      }
      assertThat(read).isEqualTo(size);
      // What is under way is in socket buffers and a little in the gateway, however slow the
      // reader.
      assertThat(sentWhenSlow).hasValueLessThan(48L << 20);
      assertThat(gateway.process.isAlive()).isTrue();
    }
  }

  @Test
  void anUploadOf1GibFitsInto64MibOfHeap() throws Exception {
    AtomicLong received = new AtomicLong();
    try (RawOrigin origin = new RawOrigin(e -> upload(e, received));
        Running gateway = new Running(origin);
        RawClient client = new RawClient(gateway.address)) {
      client.send("PUT /sparkhistory/a/x" + HEAD + "Content-Length: " + GIB + "\r\n\r\n");
      byte[] block = new byte[BLOCK];
      OutputStream out = client.socket.getOutputStream();
      for (long written = 0; written < GIB; written += BLOCK) {
        out.write(block);
      }
      assertThat(client.read().body()).isEqualTo(Long.toString(GIB));
      assertThat(received).hasValue(GIB);
    }
  }

  private static void download(RawOrigin.Exchanged e, long size, AtomicLong sent)
      throws IOException {
    e.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
    byte[] block = new byte[BLOCK];
    for (long i = 0; i < size / BLOCK; i++) {
      block[0] = (byte) i;
      e.out.write(block);
      sent.addAndGet(BLOCK);
    }
  }

  /** The first requests are slow, so that the gateway has to wait for the origin too. */
  private static void upload(RawOrigin.Exchanged e, AtomicLong received) throws IOException {
    byte[] block = new byte[BLOCK];
    InputStream in = e.in;
    while (received.get() < GIB) {
      int n = in.read(block);
      if (n < 0) {
        return;
      }
      if (received.addAndGet(n) < SLOW_BYTES) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
    }
    e.ok(received.toString());
  }

  /** The packaged gateway as a process. */
  private final class Running implements AutoCloseable {
    final Process process;
    final InetSocketAddress address;

    Running(RawOrigin origin) throws IOException {
      Path tenants = folder.resolve("tenants.yaml");
      Files.writeString(
          tenants,
          "tenants: {a: {address: \"127.0.0.1:"
              + origin.port()
              + "\", users: [alice@example.com]}}\n");
      address = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.next());
      Path log = folder.resolve("gateway.log");
      process = start(address.getPort(), tenants, log);
      Eventually.that(
          () -> {
            try (Socket socket = new Socket()) {
              socket.connect(address);
            } catch (IOException e) {
              throw new AssertionError("not up: " + text(log), e);
            }
          });
    }

    private static Process start(int port, Path tenants, Path log) throws IOException {
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx64m",
              "-XX:+ExitOnOutOfMemoryError",
              "-jar",
              Path.of("target", "gateway.jar").toString(),
              "gateway",
              "--listen",
              "127.0.0.1:" + port,
              "--admin",
              "127.0.0.1:0",
              "--drain-delay",
              "0s",
              "--tenants",
              tenants.toString());
      Map<String, String> environment = builder.environment();
      environment.keySet().removeIf(name -> name.startsWith("SPARKHISTORY_"));
      return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    @Override
    public void close() {
      process.destroy();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
