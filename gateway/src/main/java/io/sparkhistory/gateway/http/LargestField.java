package io.sparkhistory.gateway.http;

/** Finds the largest field of a head that is too large, for the message to its sender. */
public final class LargestField {
  /** Longest part of a name that is told: it is the client's text, and may be a whole head. */
  private static final int MAX_NAME = 64;

  private LargestField() {}

  /**
   * The field's name and the size of its line, such as {@code Cookie (41 KiB)}, or {@code Cookie
   * (41 KiB or more)} when the limit cut it; empty when no field has begun. Only what names can
   * have is told of the name, and nothing of the value.
   *
   * @param head refused as {@link HeadError#TOO_LARGE}
   */
  public static String of(Head head) {
    byte[] b = head.bytes();
    int end = Math.min(head.length(), b.length);
    int largest = end;
    int size = 0;
    int at = lineEnd(b, 0, end);
    while (at < end) {
      int next = lineEnd(b, at, end);
      if (next - at > size) {
        largest = at;
        size = next - at;
      }
      at = next;
    }
    if (size == 0) {
      return "";
    }
    String more = b[largest + size - 1] == '\n' ? "" : " or more";
    return name(b, largest, end) + " (" + amount(size) + more + ")";
  }

  /** Such as {@code 64 KiB}; exact, or rounded down when it is not a number of KiB. */
  public static String amount(int bytes) {
    return bytes < 1024 ? bytes + " bytes" : bytes / 1024 + " KiB";
  }

  /** Index behind the line that starts at {@code from}. */
  private static int lineEnd(byte[] b, int from, int end) {
    return Math.min(end, EightBytes.indexOf(EightBytes.LF, b, from, end) + 1);
  }

  private static String name(byte[] b, int from, int end) {
    int to = Octets.skip(Octets.TOKEN, b, from, end);
    boolean isName = to > from && to < end && b[to] == ':';
    if (!isName) {
      return "a line that is no field";
    }
    return to - from <= MAX_NAME
        ? Octets.text(b, from, to)
        : Octets.text(b, from, from + MAX_NAME) + "…";
  }
}
