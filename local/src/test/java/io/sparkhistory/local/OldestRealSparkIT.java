package io.sparkhistory.local;

import org.junit.jupiter.api.Tag;

/** The same of the oldest Spark that is supported. */
@Tag("slow")
class OldestRealSparkIT extends RealSparkIT {
  @Override
  String spark() {
    return "spark.oldest";
  }
}
