package io.sparkhistory.examples;

import java.time.Instant;
import org.apache.spark.sql.SparkSession;

/**
 * One application as the history server will show it.
 *
 * @param namespace whose it is: the folder {@code <namespace>/history}
 * @param id the application id as a cluster manager would give it, instead of {@code local-…}
 * @param attempt "1", "2", … or empty for a cluster manager that has no attempts
 * @param startedAt when it is to have started: all its times are moved by the same amount
 * @param end whether the log is taken after or before the application has ended
 */
record Application(
    String namespace,
    String name,
    String id,
    String attempt,
    String user,
    Instant startedAt,
    Form form,
    End end,
    Workload workload) {

  /** How Spark writes the log. Plain is the default of Spark 3, rolling of Spark 4. */
  enum Form {
    PLAIN(false, false),
    ZSTD(true, false),
    ROLLING(true, true);

    final boolean compressed;
    final boolean rolling;

    Form(boolean compressed, boolean rolling) {
      this.compressed = compressed;
      this.rolling = rolling;
    }
  }

  /** Whether the application has ended in its log. */
  enum End {
    ENDED,
    RUNNING
  }

  /** What the application does. One that is {@link End#RUNNING} returns with a job under way. */
  interface Workload {
    void run(SparkSession spark, String dataFolder) throws Exception;
  }

  /** The driver's name as other pods see it (a headless service per driver on Kubernetes). */
  String driverHost() {
    return name + "-driver-svc." + namespace + ".svc";
  }

  /** What Spark puts into file names: the id and, where there is one, the attempt. */
  String fileName() {
    return attempt.isEmpty() ? id : id + "_" + attempt;
  }
}
