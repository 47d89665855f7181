package io.sparkhistory.historyserver;

import java.util.List;

/**
 * Settings of Hadoop, {@code key=value}, with which Google's connector (gcs-connector) is used with
 * any Hadoop. Hadoop 3.5 has defaults for a connector of its own that no Spark brings: its class,
 * and sizes such as {@code 64m}, which Google's does not read. These are the same in bytes.
 */
public final class GoogleConnector {
  public static final List<String> SETTINGS =
      List.of(
          "fs.gs.impl=com.google.cloud.hadoop.fs.gcs.GoogleHadoopFileSystem",
          "fs.AbstractFileSystem.gs.impl=com.google.cloud.hadoop.fs.gcs.GoogleHadoopFS",
          "fs.gs.block.size=67108864",
          "fs.gs.inputstream.inplace.seek.limit=8388608",
          "fs.gs.inputstream.min.range.request.size=2097152",
          "fs.gs.outputstream.buffer.size=8388608",
          "fs.gs.rewrite.max.chunk.size=536870912");

  private GoogleConnector() {}
}
