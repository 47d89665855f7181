package io.sparkhistory.gateway.http;

import io.netty.buffer.ByteBuf;
import io.sparkhistory.gateway.configuration.HeadLimits;
import io.sparkhistory.gateway.routing.FieldNames;

/**
 * Reads the heads of messages by RFC 9112, sections 2 to 5, strictly. Holds no state of a message,
 * so one serves all connections of an event loop: what is known of an unfinished head is in the
 * {@link Head}. Not thread-safe.
 */
public final class HeadParser {

  /** How far the reading of a head is. */
  public enum Progress {
    /** The end has not come yet. */
    INCOMPLETE,
    COMPLETE,
    /** {@link Head#error()} says why; nothing more can be read from the connection. */
    REFUSED
  }

  private final HeadLimits limits;
  private final SeenNames names;

  public HeadParser(HeadLimits limits, FieldNames names) {
    this.limits = limits;
    this.names = new SeenNames(names);
  }

  /**
   * Reads the head of a request and consumes it when it is complete; before that, nothing but the
   * one empty line that may precede it (RFC 9112, section 2.2). The head remembers how far the end
   * was looked for, so the same unread bytes and more come back with the same head.
   */
  public Progress request(ByteBuf in, Head head) {
    HeadEnd.skipEmptyLine(in, head);
    Progress progress = received(in, head, HeadEnd.startsRequest(in, head));
    if (progress != Progress.COMPLETE) {
      if (progress == Progress.REFUSED && head.error() == HeadError.TOO_LARGE) {
        readWhatCame(head);
      }
      return progress;
    }
    int fields = RequestLine.read(head, limits);
    boolean accepted =
        fields > 0
            && FieldLines.read(head, fields, limits, names)
            && HeadSemantics.request(head)
            && Target.reduce(head);
    return accepted ? Progress.COMPLETE : Progress.REFUSED;
  }

  /**
   * Whoever sent a head that is too large gets its response in the form that its first fields ask
   * for.
   */
  private void readWhatCame(Head head) {
    int fields = RequestLine.read(head, limits);
    boolean unused = fields > 0 && FieldLines.read(head, fields, limits, names);
    head.refuse(HeadError.TOO_LARGE);
  }

  /** As {@link #request}, for the head of a response; no empty line may precede it. */
  public Progress response(ByteBuf in, Head head) {
    Progress progress = received(in, head, HeadEnd.startsResponse(in, head));
    if (progress != Progress.COMPLETE) {
      return progress;
    }
    int fields = StatusLine.read(head);
    boolean accepted =
        fields > 0 && FieldLines.read(head, fields, limits, names) && HeadSemantics.response(head);
    return accepted ? Progress.COMPLETE : Progress.REFUSED;
  }

  /** As {@link #request}, for the trailer section of a chunked body (RFC 9112, section 7.1.2). */
  Progress trailers(ByteBuf in, Head head) {
    Progress progress = received(in, head, true);
    if (progress != Progress.COMPLETE) {
      return progress;
    }
    return FieldLines.read(head, 0, limits, names) ? Progress.COMPLETE : Progress.REFUSED;
  }

  /** Consumes the bytes of the head when they are all there. */
  private Progress received(ByteBuf in, Head head, boolean started) {
    int end = started ? HeadEnd.find(in, head, limits.headBytes()) : HeadEnd.REFUSED;
    if (end == HeadEnd.INCOMPLETE) {
      return Progress.INCOMPLETE;
    }
    head.restartSearch();
    if (end == HeadEnd.REFUSED) {
      return Progress.REFUSED;
    }
    head.begin(end);
    in.skipBytes(end);
    return Progress.COMPLETE;
  }
}
