/** Local mode with real Spark History Servers on the shipped examples. */
@NullMarked
package io.sparkhistory.local;

import org.jspecify.annotations.NullMarked;
