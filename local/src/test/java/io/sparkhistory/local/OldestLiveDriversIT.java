package io.sparkhistory.local;

import org.junit.jupiter.api.Tag;

/** The driver of the oldest Spark that is supported. */
@Tag("slow")
class OldestLiveDriversIT extends LiveDriversIT {
  @Override
  String spark() {
    return "spark.oldest";
  }
}
