/**
 * The launcher: the first class of a history server's process, in a pod and in local mode. It runs
 * beside Spark's jars alone and with the Java that an image of any supported Spark has, so it is
 * compiled for Java 11 and uses nothing but the JDK and Hadoop.
 */
@NullMarked
package io.sparkhistory.historyserver;

import org.jspecify.annotations.NullMarked;
