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

  /** Mebibytes: what the first page needs beside the archive; what all pages need. */
  private static final int LEAST_METASPACE = 64;

  private static final int MOST_METASPACE = 256;

  private JavaFlags() {}

  /**
   * How much metaspace is used before Java collects the whole heap because of it, which it would do
   * three times while classes are loaded: an eighth of the memory of which the heap is two thirds.
   *
   * @param heap largest heap in mebibytes
   */
  public static String metaspace(int heap) {
    long eighth = Math.round(heap * 3 / 16.0);
    return "-XX:MetaspaceSize=" + Math.max(LEAST_METASPACE, Math.min(MOST_METASPACE, eighth)) + "m";
  }
}
