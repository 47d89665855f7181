package io.sparkhistory.bench;

import io.netty.buffer.ByteBuf;
import io.sparkhistory.gateway.http.BodyReader;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The framing of a body in two chunks of 4 and 2 KiB; the data itself is skipped. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BodyBenchmark {
  private final BodyReader reader = new BodyReader(Samples.parser());
  private final ByteBuf bytes = Samples.CHUNKS.duplicate();

  @Benchmark
  public boolean readChunks() {
    reader.chunked();
    bytes.readerIndex(0);
    for (int size = reader.next(bytes); size > 0; size = reader.next(bytes)) {
      bytes.skipBytes(size);
    }
    if (!reader.done()) {
      throw new IllegalStateException("the sample is not well-formed");
    }
    return reader.done();
  }
}
