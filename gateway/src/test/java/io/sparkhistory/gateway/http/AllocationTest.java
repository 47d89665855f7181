package io.sparkhistory.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sparkhistory.gateway.fence.Fence;
import io.sparkhistory.gateway.fence.FenceLines;
import io.sparkhistory.gateway.http.HeadParser.Progress;
import io.sparkhistory.gateway.routing.ByteRange;
import io.sparkhistory.gateway.routing.HeaderRules;
import io.sparkhistory.gateway.routing.LocationRewriter;
import java.lang.management.ManagementFactory;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The way of a usual message through warm objects leaves no garbage. */
class AllocationTest {
  private static final int CALLS = 10_000;

  /** Far below the smallest object for each call; what is left is the measuring itself. */
  private static final long BYTES_PER_CALL = 8;

  private static final byte[] TENANT_LINES = Wire.bytes("Host: up¶");
  private static final byte[] USER = Wire.bytes("alice@example.com");
  private static final byte[] PEER = Wire.bytes("10.0.0.1");
  private static final byte[] DATE = Wire.bytes("Date: now¶");
  private static final Set<String> OWN = Set.of("up");

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final HeaderRules rules = new HeaderRules(Set.of());
  private final Head head = new Head();
  private final ByteBuf out = Unpooled.buffer(8 * 1024);

  @Test
  void aRequestHeadIsReadAndWrittenWithoutGarbage() {
    RequestHeadWriter writer = new RequestHeadWriter(rules, "kubeflow-userid");
    ByteBuf in =
        Wire.buffer(
            "GET /sparkhistory/ns-a/history/app/jobs/?x=1 HTTP/1.1¶Host: kubeflow.example.org¶"
                + "Accept: text/html¶User-Agent: test¶Connection: keep-alive, x-hop¶X-Hop: 1¶"
                + "Authorization: Bearer abc¶Cookie: oauth2_proxy_kubeflow=abc¶"
                + "kubeflow-userid: alice@example.com¶X-Forwarded-For: 1.2.3.4¶"
                + "X-Forwarded-Proto: https¶Via: 1.1 ingress¶Sec-Fetch-Mode: navigate¶X-Anything: 1¶Content-Length: 12345678901¶¶");

    assertNoGarbage(
        () -> {
          in.readerIndex(0);
          require(Wire.PARSER.request(in, head) == Progress.COMPLETE);
          int rest = head.target().from() + "/sparkhistory/ns-a".length();
          writer.write(head, rest, TENANT_LINES, USER, PEER, out.clear());
        });
  }

  @Test
  void aResponseHeadIsReadAndWrittenWithoutGarbage() {
    ResponseHeadWriter writer = new ResponseHeadWriter(rules, new LocationRewriter());
    FenceLines fences = new FenceLines(new Fence(Fence.Mode.ON, "/-/fence-reports"));
    ByteRange host = new ByteRange().set(Wire.bytes("gw:8080"), 0, 7);
    ByteBuf in =
        Wire.buffer(
            "HTTP/1.1 200 OK¶Date: x¶Content-Type: text/html¶Vary: Accept-Encoding¶"
                + "Cache-Control: no-cache¶Connection: keep-alive¶Content-Length: 20480¶¶");

    assertNoGarbage(
        () -> {
          in.readerIndex(0);
          require(Wire.PARSER.response(in, head) == Progress.COMPLETE);
          byte[] fence = Documents.mayBe(head) ? fences.of(host, "/p") : DATE;
          writer.write(
              head, Framing.LENGTH, 20480, true, false, "/p", "ext", OWN, DATE, fence, out.clear());
        });
  }

  @Test
  void aChunkedBodyIsReadAndWrittenWithoutGarbage() {
    BodyReader reader = new BodyReader(Wire.PARSER);
    BodyWriter writer = new BodyWriter(rules::responseTrailer);
    ByteBuf in = Wire.buffer("5;x=y¶hello¶a¶0123456789¶0¶X: y¶¶");

    assertNoGarbage(
        () -> {
          reader.chunked();
          out.clear();
          in.readerIndex(0);
          for (int n = reader.next(in); n > 0; n = reader.next(in)) {
            BodyWriter.chunkHead(out, n);
            out.writeBytes(in, n);
            BodyWriter.chunkTail(out);
          }
          require(reader.done());
          writer.lastChunk(out, reader.trailers(), head);
        });
  }

  private void assertNoGarbage(Runnable call) {
    // long enough for the compiler to have had its say
    for (int i = 0; i < 2 * CALLS; i++) {
      call.run();
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < CALLS; i++) {
      call.run();
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(allocated / CALLS).as("bytes for each call").isLessThan(BYTES_PER_CALL);
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new AssertionError("the message was not read");
    }
  }
}
