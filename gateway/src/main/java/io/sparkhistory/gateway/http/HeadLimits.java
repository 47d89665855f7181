package io.sparkhistory.gateway.http;

/**
 * How large a head may be.
 *
 * @param headBytes from the first byte of the start line to the last of the empty line
 * @param targetBytes the request target as it was sent
 * @param fields field lines in the head
 */
public record HeadLimits(int headBytes, int targetBytes, int fields) {
  /**
   * 64 KiB, so that what Envoy passes by default (60 KiB) is read; 8 KiB (the least that RFC 9112,
   * section 3, recommends); 100 fields.
   */
  public static final HeadLimits DEFAULT = new HeadLimits(64 * 1024, 8 * 1024, 100);

  /** Throws {@link IllegalArgumentException} for a limit that is not positive. */
  public HeadLimits {
    if (headBytes < 1 || targetBytes < 1 || fields < 1) {
      throw new IllegalArgumentException("limits of a head must be positive");
    }
  }
}
