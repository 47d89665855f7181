package io.sparkhistory.historyserver;

import java.util.List;

/**
 * Flags of Java with which a history server starts cheaply. Measured with {@code bench/wake};
 * {@code bench/NOTES.md} has what else was tried.
 */
public final class JavaFlags {
  /** One thread collects; with one CPU Java would choose it by itself. */
  public static final String SERIAL = "-XX:+UseSerialGC";

  /**
   * The optimizing compiler takes half of the CPU of a start, for code that is hardly run again. It
   * begins later, and not never, because a log of a gigabyte takes twice as long without it.
   */
  public static final List<String> LATE_OPTIMIZATION =
      List.of(
          "-XX:Tier4InvocationThreshold=300000",
          "-XX:Tier4MinInvocationThreshold=60000",
          "-XX:Tier4CompileThreshold=600000",
          "-XX:Tier4BackEdgeThreshold=2400000");

  /** Java would collect the whole heap three times while classes are loaded. */
  public static final String METASPACE = "-XX:MetaspaceSize=128m";

  private JavaFlags() {}
}
