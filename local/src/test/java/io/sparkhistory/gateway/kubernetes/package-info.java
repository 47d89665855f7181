/**
 * What the gateway's package of this name relies on in Spark, asked of Spark: {@code
 * FirstListingIT} when a first listing is complete, {@code OldestFirstListingIT} with the oldest
 * Spark. It is in this module because the gateway's has no Spark.
 */
@NullMarked
package io.sparkhistory.gateway.kubernetes;

import org.jspecify.annotations.NullMarked;
