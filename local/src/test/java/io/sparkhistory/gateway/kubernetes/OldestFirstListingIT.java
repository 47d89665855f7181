package io.sparkhistory.gateway.kubernetes;

import org.junit.jupiter.api.Tag;

/** The list of the oldest Spark that is supported. */
@Tag("slow")
class OldestFirstListingIT extends FirstListingIT {
  @Override
  String spark() {
    return "spark.oldest";
  }
}
