package io.sparkhistory.api;

/** The conditions in the status of a {@link SparkHistoryServer}. */
public enum ConditionType {
  /** True while the history server answers requests. */
  READY("Ready"),
  /** True while it is on its way up; the reason says how far. */
  PROGRESSING("Progressing"),
  /** True when the folder of the event logs was there or was made; Unknown before a try ended. */
  LOG_DIRECTORY("LogDirectory"),
  /** False when keys of {@code sparkConf} were left out; absent otherwise. */
  SPARK_CONF("SparkConf"),
  /** False when the event logs are of a newer Spark than the history server; absent otherwise. */
  SPARK_VERSION("SparkVersion"),
  /** False for an hour after the history server ran out of memory; absent otherwise. */
  MEMORY("Memory"),
  /** False when the history server's list of applications cannot be read; absent otherwise. */
  APPLICATIONS("Applications"),
  /** False when the store is not as the resource asks, or was thrown away; absent otherwise. */
  STORE("Store");

  private final String text;

  ConditionType(String text) {
    this.text = text;
  }

  /** The {@code type} of the condition. */
  public String text() {
    return text;
  }
}
