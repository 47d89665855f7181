package io.sparkhistory.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sparkhistory.gateway.fence.Fence;
import io.sparkhistory.gateway.fence.FenceLines;
import io.sparkhistory.gateway.http.Documents;
import io.sparkhistory.gateway.http.Framing;
import io.sparkhistory.gateway.http.Head;
import io.sparkhistory.gateway.http.HeadParser;
import io.sparkhistory.gateway.http.RequestHeadWriter;
import io.sparkhistory.gateway.http.ResponseHeadWriter;
import io.sparkhistory.gateway.routing.ByteRange;
import io.sparkhistory.gateway.routing.LocationRewrite;
import io.sparkhistory.gateway.routing.LocationRewriter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Heads of messages: read from bytes, written anew to bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeadBenchmark {
  private static final byte[] USER = Samples.USER.getBytes(ISO_8859_1);
  private static final byte[] PEER = "10.0.0.1".getBytes(ISO_8859_1);
  private static final byte[] TENANT_LINES =
      RequestHeadWriter.tenantLines(Samples.HOST, Samples.TENANT_PREFIX);
  private static final byte[] DATE = "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n".getBytes(ISO_8859_1);

  private static final byte[] NOTHING = {};
  private static final byte[] HOST = "kubeflow.example.com".getBytes(ISO_8859_1);

  private final HeadParser parser = Samples.parser();
  private final LocationRewriter rewriter = new LocationRewriter();
  private final RequestHeadWriter requests =
      new RequestHeadWriter(Samples.rules(), "kubeflow-userid");
  private final ResponseHeadWriter responses = new ResponseHeadWriter(Samples.rules(), rewriter);
  private final FenceLines fences =
      new FenceLines(new Fence(Fence.Mode.ON, Samples.PREFIX + "/-/fence-reports"));
  private final ByteRange host = new ByteRange().set(HOST, 0, HOST.length);
  private final ByteBuf out = Unpooled.directBuffer(4096);
  private final ByteBuf requestBytes = Samples.REQUEST.duplicate();
  private final ByteBuf responseBytes = Samples.RESPONSE.duplicate();
  private final Head reused = new Head();
  private final Head request = new Head();
  private final Head response = new Head();
  private final Head redirect = new Head();

  /** Reads the heads that the writing ones write. */
  @Setup
  public void read() {
    require(parser.request(Samples.REQUEST.duplicate(), request));
    require(parser.response(Samples.RESPONSE.duplicate(), response));
    require(parser.response(Samples.REDIRECT.duplicate(), redirect));
  }

  @Benchmark
  public HeadParser.Progress readRequest() {
    reused.clear();
    return parser.request(requestBytes.readerIndex(0), reused);
  }

  @Benchmark
  public HeadParser.Progress readResponse() {
    reused.clear();
    return parser.response(responseBytes.readerIndex(0), reused);
  }

  @Benchmark
  public ByteBuf writeRequest() {
    int rest = request.target().from() + Samples.TENANT_PREFIX.length();
    requests.write(request, rest, TENANT_LINES, USER, PEER, out.clear());
    return out;
  }

  @Benchmark
  public LocationRewrite.Kind writeResponse() {
    return write(response, Framing.LENGTH, 20480);
  }

  @Benchmark
  public LocationRewrite.Kind writeRedirect() {
    return write(redirect, Framing.LENGTH, 0);
  }

  @Benchmark
  public LocationRewrite location() {
    return rewriter.rewrite(
        "http://" + Samples.HOST + "/history/app-20260101000000-0000/1/jobs/",
        Samples.TENANT_PREFIX,
        "kubeflow.example.com",
        Samples.AUTHORITIES);
  }

  private LocationRewrite.Kind write(Head head, Framing framing, long length) {
    return responses.write(
        head,
        framing,
        length,
        true,
        false,
        Samples.TENANT_PREFIX,
        "kubeflow.example.com",
        Samples.AUTHORITIES,
        DATE,
        Documents.mayBe(head) ? fences.of(host, Samples.TENANT_PREFIX) : NOTHING,
        out.clear());
  }

  private static void require(HeadParser.Progress progress) {
    if (progress != HeadParser.Progress.COMPLETE) {
      throw new IllegalStateException("a sample is not well-formed");
    }
  }
}
