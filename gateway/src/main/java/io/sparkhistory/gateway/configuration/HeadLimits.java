package io.sparkhistory.gateway.configuration;

import io.sparkhistory.program.commandline.Kind;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Values;

/**
 * Bounds of message heads.
 *
 * @param headBytes from the first byte of the start line to the last of the empty line
 * @param targetBytes the request target as it was sent
 * @param fields field lines in the head
 */
public record HeadLimits(int headBytes, int targetBytes, int fields) {
  static final OptionGroup OPTIONS = new OptionGroup(Commands.SERVING);

  /** 64 KiB, so that what Envoy passes by default (60 KiB) is read. */
  private static final Option<Long> MAX_HEAD =
      OPTIONS.option(
          "max-head", Kind.size(1024, 1 << 20), "64Ki", "largest head of a request or response");

  /** 8 KiB is the least that RFC 9112, section 3, recommends. */
  private static final Option<Long> MAX_TARGET =
      OPTIONS.option(
          "max-target", Kind.size(256, 1 << 20), "8Ki", "longest path and query of a request");

  private static final Option<Integer> MAX_HEADER_FIELDS =
      OPTIONS.option(
          "max-header-fields",
          Kind.count(10, 10_000),
          "100",
          "most fields in the head of a request or response");

  /** What counts when no option says otherwise. */
  public static final HeadLimits DEFAULT = of(Values.defaults(Commands.GATEWAY));

  /** Throws {@link IllegalArgumentException} for a limit that is not positive. */
  public HeadLimits {
    if (headBytes < 1 || targetBytes < 1 || fields < 1) {
      throw new IllegalArgumentException("limits of a head must be positive");
    }
  }

  static HeadLimits of(Values values) {
    HeadLimits limits =
        new HeadLimits(
            values.get(MAX_HEAD).intValue(),
            values.get(MAX_TARGET).intValue(),
            values.get(MAX_HEADER_FIELDS));
    values.require(
        limits.targetBytes <= limits.headBytes, "--max-target must not be larger than --max-head");
    return limits;
  }
}
