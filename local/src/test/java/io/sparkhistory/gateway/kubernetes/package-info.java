/** What the gateway's package of this name relies on in Spark, asked of Spark. */
@NullMarked
package io.sparkhistory.gateway.kubernetes;

import org.jspecify.annotations.NullMarked;
