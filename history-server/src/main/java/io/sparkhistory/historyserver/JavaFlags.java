package io.sparkhistory.historyserver;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Flags of Java with which a history server starts cheaply. Measured with {@code bench/wake};
 * {@code bench/NOTES.md} has what else was tried.
 */
public final class JavaFlags {
  /** One thread collects; with one CPU Java would choose it by itself. */
  public static final String SERIAL = "-XX:+UseSerialGC";

  /** Classes whose methods are run for each event of a log, and by little else. */
  private static final List<String> REPLAYED =
      List.of(
          "com.fasterxml.jackson.*",
          "org.apache.spark.util.JsonProtocol*",
          "org.apache.spark.util.kvstore.*",
          "org.apache.spark.status.*");

  /**
   * What the first compiler counts for the optimizing one and costs most: of calls in methods that
   * it has put into others, and of casts. The code is smaller and faster without, for logs of any
   * size. Every Java since 8 has these flags, and they are no diagnostic ones.
   */
  private static final List<String> LITTLE_PROFILING =
      List.of("-XX:-C1ProfileInlinedCalls", "-XX:-C1ProfileCheckcasts");

  /**
   * The optimizing compiler takes half of the CPU of a start, for code that is hardly run again. It
   * begins later, and not never, because a log of a gigabyte takes twice as long without it. What
   * is run for each event is compiled after a tenth of those runs, or a good part of such a log
   * would be read before.
   */
  public static final List<String> LATE_OPTIMIZATION = lateOptimization();

  /** Mebibytes: what the first page needs beside the archive; what all pages need. */
  private static final int LEAST_METASPACE = 64;

  private static final int MOST_METASPACE = 256;

  private JavaFlags() {}

  private static List<String> lateOptimization() {
    List<String> flags = new ArrayList<>();
    flags.add("-XX:Tier4InvocationThreshold=300000");
    flags.add("-XX:Tier4MinInvocationThreshold=60000");
    flags.add("-XX:Tier4CompileThreshold=600000");
    flags.add("-XX:Tier4BackEdgeThreshold=2400000");
    flags.addAll(LITTLE_PROFILING);
    flags.add("-XX:CompileCommand=quiet");
    REPLAYED.forEach(classes -> flags.add(earlier(classes)));
    return Collections.unmodifiableList(flags);
  }

  /** Java 11 knows only this form. */
  private static String earlier(String classes) {
    return "-XX:CompileCommand=option," + classes + "::*,double,CompileThresholdScaling,0.1";
  }

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
