package org.apache.spark.examples;

import java.util.concurrent.ThreadLocalRandom;
import org.apache.spark.sql.SparkSession;

/** What the image of Spark has under this name: one job of as many tasks as its argument says. */
public final class SparkPi {
  private static final int POINTS = 2_000;

  private SparkPi() {}

  public static void main(String[] arguments) {
    SparkSession spark = SparkSession.builder().appName("Spark Pi").getOrCreate();
    int tasks = Integer.parseInt(arguments[0]);
    long inside = spark.sparkContext().range(0, tasks, 1, tasks).toJavaRDD().map(task -> inside()).reduce(Long::sum);
    System.out.println("Pi is roughly " + 4.0 * inside / POINTS / tasks);
    spark.stop();
  }

  /** How many points of a square are in the circle. */
  private static long inside() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return random.doubles(POINTS).filter(x -> Math.hypot(x, random.nextDouble()) <= 1).count();
  }
}
