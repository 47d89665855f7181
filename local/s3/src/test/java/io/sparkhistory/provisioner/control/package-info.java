/**
 * What the provisioner reads of a real history server: {@code CleaningIT} when its cleaner is done,
 * {@code NewerLogsIT} that logs are newer than its Spark.
 */
@NullMarked
package io.sparkhistory.provisioner.control;

import org.jspecify.annotations.NullMarked;
