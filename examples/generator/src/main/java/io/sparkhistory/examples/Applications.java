package io.sparkhistory.examples;

import io.sparkhistory.examples.Application.End;
import io.sparkhistory.examples.Application.Form;
import java.time.Instant;
import java.util.List;

/** The applications of three namespaces and two versions of Spark. */
final class Applications {

  static final List<Application> OF_SPARK_3 =
      List.of(
          new Application(
              "recommendations",
              "train-item-similarity",
              "spark-6f0d3c1a9be24c5f8a7714d2be90c3e1",
              "",
              "alice",
              Instant.parse("2026-02-03T05:30:04.120Z"),
              Form.PLAIN,
              End.ENDED,
              Workloads::training),
          new Application(
              "billing",
              "invoice-run",
              "application_1769904000000_0001",
              "1",
              "bob",
              Instant.parse("2026-02-01T01:00:02.511Z"),
              Form.PLAIN,
              End.ENDED,
              Workloads::failing),
          new Application(
              "billing",
              "invoice-run",
              "application_1769904000000_0001",
              "2",
              "bob",
              Instant.parse("2026-02-01T01:04:47.038Z"),
              Form.ZSTD,
              End.ENDED,
              Workloads::report),
          new Application(
              "fraud-detection",
              "score-transactions",
              "spark-b81f7e02d6c94b0e9d3f5a6c7e1240ab",
              "",
              "carol",
              Instant.parse("2026-02-02T13:15:31.904Z"),
              Form.ZSTD,
              End.ENDED,
              Workloads::streaming));

  static final List<Application> OF_SPARK_4 =
      List.of(
          new Application(
              "recommendations",
              "daily-revenue-by-country",
              "spark-0c5e9a7742f84d31b6a8e2f1d07c9b53",
              "",
              "alice",
              Instant.parse("2026-02-04T04:10:09.377Z"),
              Form.ROLLING,
              End.ENDED,
              Workloads::report),
          new Application(
              "recommendations",
              "click-stream-sessions",
              "spark-d2a4f6180b9c4e7fa35d1c8e6b7f9024",
              "",
              "alice",
              Instant.parse("2026-02-04T09:41:55.630Z"),
              Form.ROLLING,
              End.ENDED,
              Workloads::streaming),
          new Application(
              "billing",
              "monthly-close",
              "spark-93be17c05d2f4a68bf04e7a9c6d83125",
              "",
              "bob",
              Instant.parse("2026-02-04T02:00:01.204Z"),
              Form.ZSTD,
              End.ENDED,
              Workloads::reportThenFailing),
          new Application(
              "fraud-detection",
              "train-transaction-model",
              "spark-4e7ac9d1f3064b8290e5b7d86a1c2f3b",
              "",
              "carol",
              Instant.parse("2026-02-03T22:00:12.745Z"),
              Form.ROLLING,
              End.ENDED,
              Workloads::training),
          new Application(
              "fraud-detection",
              "backfill-features",
              "spark-a06b2d9e8c7f4153b1f4d5e60c9a8b72",
              "",
              "carol",
              Instant.parse("2026-02-04T11:20:44.018Z"),
              Form.ROLLING,
              End.RUNNING,
              Workloads::reportThenRunning));

  private Applications() {}
}
