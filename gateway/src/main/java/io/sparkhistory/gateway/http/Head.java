package io.sparkhistory.gateway.http;

import io.netty.buffer.ByteBuf;
import io.sparkhistory.gateway.routing.ByteRange;
import io.sparkhistory.gateway.routing.Field;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The head of a message: its bytes, and the offsets of its parts. Filled by {@link HeadParser} and
 * reused for every message of a connection, so nothing that it gives out outlives the next message.
 * Not thread-safe: it belongs to the event loop of its connection.
 */
public final class Head {
  /** Arrays up to this size are kept by {@link #clear()}: a usual head with tokens and cookies. */
  private static final int KEPT_BYTES = 8 * 1024;

  /** Room behind the last byte, so that eight bytes can be read from any. */
  static final int SLACK = EightBytes.SIZE;

  /** Room for the first bytes of a head. */
  static final int FIRST_BYTES = 1024;

  private static final int FIRST_FIELDS = 24;

  /** Offsets for each field: name from, name to, value from, value to. */
  private static final int OFFSETS = 4;

  private static final Field[] FIELDS = Field.values();
  private static final byte[] NO_BYTES = {};
  private static final Field[] NO_FIELDS = {};
  private static final int[] NO_OFFSETS = {};

  private byte[] bytes = NO_BYTES;
  private int length;
  private Field[] kinds = NO_FIELDS;
  private int[] offsets = NO_OFFSETS;
  private int fields;
  private final int[] counts = new int[FIELDS.length];
  private final int[] firsts = new int[FIELDS.length];
  private final @Nullable ByteRange[] values = new ByteRange[FIELDS.length];
  private final ByteRange target = new ByteRange();
  private final ByteRange reason = new ByteRange();
  private @Nullable HeadError error;

  // What the parser's steps found; package-private because they are one machine with this class.
  String method = "";
  int status;
  int minorVersion;
  long contentLength = -1;
  boolean chunked;
  boolean keepAlive;
  boolean expectContinue;

  /** Whether Connection names anything but keep-alive, so that field names must be compared. */
  boolean connectionNamesFields;

  /** How many bytes of an unfinished head were copied and searched for its end. */
  int searched;

  /** Where, in what was searched, the unfinished line starts. */
  int lineStart;

  /** Whether the one empty line that may precede a request line was skipped. */
  boolean emptyLineSkipped;

  /** The array that all offsets point into. */
  public byte[] bytes() {
    return bytes;
  }

  /** Bytes of the head, the empty line at its end included. */
  public int length() {
    return length;
  }

  /** The request's method; the same object for the same usual method. */
  public String method() {
    return method;
  }

  /**
   * Path and query of the request target in origin form (RFC 9112, section 3.2): an absolute form
   * is reduced to it. {@code *} stays as it is.
   */
  public ByteRange target() {
    return target;
  }

  /** The response's status code: 100 to 599. */
  public int status() {
    return status;
  }

  /** The response's reason phrase; may be empty. */
  public ByteRange reason() {
    return reason;
  }

  /** 0 for HTTP/1.0, 1 for HTTP/1.1. */
  public int minorVersion() {
    return minorVersion;
  }

  /** How many field lines there are. */
  public int fields() {
    return fields;
  }

  /** Which field line {@code i} is. */
  public Field field(int i) {
    return kinds[i];
  }

  public int nameFrom(int i) {
    return offsets[i * OFFSETS];
  }

  public int nameTo(int i) {
    return offsets[i * OFFSETS + 1];
  }

  /** Where the value of field line {@code i} starts, without the white space around it. */
  public int valueFrom(int i) {
    return offsets[i * OFFSETS + 2];
  }

  /** Where the value of field line {@code i} ends, without the white space around it. */
  public int valueTo(int i) {
    return offsets[i * OFFSETS + 3];
  }

  /** Where field line {@code i} ends, its line end included. */
  int lineTo(int i) {
    return i + 1 < fields ? nameFrom(i + 1) : length - 2;
  }

  /** How many lines of the field there are. */
  public int count(Field field) {
    return counts[slot(field)];
  }

  /**
   * Value of the first line of the field; empty when there is none. The range belongs to the head
   * and is the same one for each call with this field.
   */
  public ByteRange value(Field field) {
    ByteRange value = values[slot(field)];
    if (value == null) {
      value = new ByteRange();
      values[slot(field)] = value;
    }
    return value(field, value);
  }

  /** Points {@code into} at the value of the first line of the field; empty when there is none. */
  public ByteRange value(Field field, ByteRange into) {
    if (counts[slot(field)] == 0) {
      into.clear();
      return into;
    }
    int i = firsts[slot(field)];
    return into.set(bytes, valueFrom(i), valueTo(i));
  }

  /** Whether the Connection field names {@code b[from..to)} (RFC 9110, section 7.6.1). */
  boolean connectionNames(byte[] b, int from, int to) {
    return connectionNamesFields && ConnectionOptions.list(this, b, from, to);
  }

  /** Whether the Connection field names field line {@code i} (RFC 9110, section 7.6.1). */
  public boolean connectionNames(int i) {
    return connectionNames(bytes, nameFrom(i), nameTo(i));
  }

  /** Value of Content-Length; -1 when there is none. */
  public long contentLength() {
    return contentLength;
  }

  /** Whether the body comes in the chunked transfer coding. */
  public boolean chunked() {
    return chunked;
  }

  /** Whether the sender leaves the connection open after this message (RFC 9112, section 9.3). */
  public boolean keepAlive() {
    return keepAlive;
  }

  /** Whether the client waits for 100 (Continue) before it sends a body. */
  public boolean expectContinue() {
    return expectContinue;
  }

  /** Why the head was refused. Throws {@link IllegalStateException} when it was not. */
  public HeadError error() {
    HeadError refused = error;
    if (refused == null) {
      throw new IllegalStateException("the head was not refused");
    }
    return refused;
  }

  /** Forgets everything and lets go of arrays that grew beyond the usual. */
  public void clear() {
    if (bytes.length > KEPT_BYTES) {
      bytes = NO_BYTES;
    }
    if (kinds.length > FIRST_FIELDS) {
      kinds = NO_FIELDS;
      offsets = NO_OFFSETS;
    }
    for (ByteRange value : values) {
      if (value != null) {
        value.clear();
      }
    }
    begin(0);
    restartSearch();
  }

  /** Copies {@code in[from..to)} of an unfinished head of at most {@code limit} bytes. */
  void copy(ByteBuf in, int from, int to, int limit) {
    if (bytes.length < to + SLACK) {
      int room = Math.max(FIRST_BYTES, Integer.highestOneBit(to + SLACK - 1) << 1);
      bytes = Arrays.copyOf(bytes, Math.min(room, limit + SLACK));
    }
    in.getBytes(in.readerIndex() + from, bytes, from, to - from);
  }

  /** Starts a message whose bytes were copied, {@code size} of them: nothing is known of it. */
  void begin(int size) {
    length = size;
    fields = 0;
    Arrays.fill(counts, 0);
    target.clear();
    reason.clear();
    error = null;
    method = "";
    status = 0;
    minorVersion = 0;
    contentLength = -1;
    chunked = false;
    keepAlive = false;
    expectContinue = false;
    connectionNamesFields = false;
  }

  /** The next message is searched for its end from its first byte. */
  void restartSearch() {
    searched = 0;
    lineStart = 0;
    emptyLineSkipped = false;
  }

  void add(Field field, int nameFrom, int nameTo, int valueFrom, int valueTo) {
    if (fields == kinds.length) {
      int room = Math.max(FIRST_FIELDS, 2 * fields);
      kinds = Arrays.copyOf(kinds, room);
      offsets = Arrays.copyOf(offsets, room * OFFSETS);
    }
    int at = fields * OFFSETS;
    offsets[at] = nameFrom;
    offsets[at + 1] = nameTo;
    offsets[at + 2] = valueFrom;
    offsets[at + 3] = valueTo;
    kinds[fields] = field;
    if (counts[slot(field)]++ == 0) {
      firsts[slot(field)] = fields;
    }
    fields++;
  }

  /** Index of the first line of a field that is there. */
  int first(Field field) {
    return firsts[slot(field)];
  }

  /** Notes why the head is refused. Always false, so that a step can end with it. */
  boolean refuse(HeadError why) {
    error = why;
    return false;
  }

  /** An EnumMap would make an Integer of each count. */
  @SuppressWarnings("EnumOrdinal")
  private static int slot(Field field) {
    return field.ordinal();
  }

  /** The start line's kind and sizes alone: what was sent belongs in no log. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "Head[%d bytes, %d fields]", length, fields);
  }
}
