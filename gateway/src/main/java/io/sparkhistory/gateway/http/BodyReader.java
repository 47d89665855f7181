package io.sparkhistory.gateway.http;

import io.netty.buffer.ByteBuf;
import io.sparkhistory.gateway.http.HeadParser.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Tracks the framing of a body (RFC 9112, section 6) without buffering it. One per connection, told
 * at each message by {@link #none()}, {@link #length(long)}, {@link #chunked()} or {@link
 * #untilClose()} what to expect.
 *
 * <p>Chunked, a failure is final: where the next message would start is not known any more.
 */
public final class BodyReader {
  private enum State {
    LENGTH,
    UNTIL_CLOSE,
    CHUNK_SIZE,
    CHUNK_DATA,
    CHUNK_CR,
    CHUNK_LF,
    TRAILERS,
    DONE,
    FAILED
  }

  /** Stands for all trailer sections that are empty; never written to. */
  private static final Head NO_TRAILERS = new Head();

  private final HeadParser parser;
  private final ChunkLine line = new ChunkLine();
  private @Nullable Head trailers;
  private boolean trailersSeen;
  private State state = State.DONE;
  private long remaining;

  /** The parser reads the trailers, within its limits. */
  public BodyReader(HeadParser parser) {
    this.parser = parser;
  }

  /** The message has no body. */
  public void none() {
    begin(State.DONE, 0);
  }

  /** The body is of {@code n} bytes. */
  public void length(long n) {
    begin(n == 0 ? State.DONE : State.LENGTH, n);
  }

  /** The body is in the chunked transfer coding (RFC 9112, section 7.1). */
  public void chunked() {
    begin(State.CHUNK_SIZE, 0);
    line.begin();
  }

  /** The body is what comes until the sender closes the connection. */
  public void untilClose() {
    begin(State.UNTIL_CLOSE, 0);
  }

  /**
   * Consumes framing, and says how many bytes of the body stand at the reader index now. The caller
   * consumes exactly that many before the next call; {@link #done()} may be true already with the
   * last of them. 0 means that the body is over, that it failed, or that more input is needed.
   */
  public int next(ByteBuf in) {
    while (isBetweenData()) {
      if (!framing(in)) {
        return 0;
      }
    }
    return switch (state) {
      case LENGTH -> data(in, State.DONE);
      case CHUNK_DATA -> data(in, State.CHUNK_CR);
      case UNTIL_CLOSE -> in.readableBytes();
      default -> 0;
    };
  }

  /** Whether the whole body was seen, its trailers included. */
  public boolean done() {
    return state == State.DONE;
  }

  /** Whether the chunked framing was broken; the connection is of no more use. */
  public boolean failed() {
    return state == State.FAILED;
  }

  /** Whether only the end of the connection ends this body. */
  public boolean endsAtClose() {
    return state == State.UNTIL_CLOSE;
  }

  /** The trailer fields of a chunked body that is done; without fields in all other cases. */
  public Head trailers() {
    Head read = trailers;
    return trailersSeen && read != null ? read : NO_TRAILERS;
  }

  private void begin(State next, long bytes) {
    state = next;
    remaining = bytes;
    trailersSeen = false;
    if (trailers != null) {
      trailers.clear();
    }
  }

  private boolean isBetweenData() {
    return switch (state) {
      case CHUNK_SIZE, CHUNK_CR, CHUNK_LF, TRAILERS -> true;
      case LENGTH, CHUNK_DATA, UNTIL_CLOSE, DONE, FAILED -> false;
    };
  }

  private int data(ByteBuf in, State after) {
    int now = (int) Math.min(remaining, in.readableBytes());
    remaining -= now;
    if (remaining == 0) {
      state = after;
    }
    return now;
  }

  /** Takes one step through what stands between data; false when there is not enough of it. */
  private boolean framing(ByteBuf in) {
    if (!in.isReadable()) {
      return false;
    }
    switch (state) {
      case CHUNK_SIZE -> chunkSize(in);
      case CHUNK_CR -> state = in.readByte() == '\r' ? State.CHUNK_LF : State.FAILED;
      case CHUNK_LF -> {
        state = in.readByte() == '\n' ? State.CHUNK_SIZE : State.FAILED;
        line.next();
      }
      case TRAILERS -> {
        return trailers(in);
      }
      default -> throw new IllegalStateException(state.name());
    }
    return true;
  }

  private void chunkSize(ByteBuf in) {
    switch (line.read(in)) {
      case INCOMPLETE -> {}
      case REFUSED -> state = State.FAILED;
      case COMPLETE -> {
        remaining = line.size();
        state = remaining == 0 ? State.TRAILERS : State.CHUNK_DATA;
      }
    }
  }

  private boolean trailers(ByteBuf in) {
    Head head = trailers;
    if (head == null) {
      head = new Head();
      trailers = head;
    }
    Progress progress = parser.trailers(in, head);
    if (progress == Progress.INCOMPLETE) {
      return false;
    }
    trailersSeen = progress == Progress.COMPLETE;
    state = trailersSeen ? State.DONE : State.FAILED;
    return true;
  }
}
