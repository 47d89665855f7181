package io.sparkhistory.examples;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.window;

import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** What the applications do: little, but something for every page of the history server. */
final class Workloads {

  private static final int BATCHES = 6;
  private static final int SLOW_TASKS = 40;

  private Workloads() {}

  /** Two tables, a join, an aggregation: pages SQL, Jobs, Stages. */
  static void report(SparkSession spark, String folder) {
    Dataset<Row> orders =
        spark
            .range(20_000)
            .withColumn("customer", col("id").mod(lit(500)))
            .withColumn("amount", col("id").mod(lit(97)).multiply(lit(1.5)));
    orders.write().parquet(folder + "/orders");
    spark
        .range(500)
        .withColumnRenamed("id", "customer")
        .withColumn("country", col("customer").mod(lit(12)))
        .write()
        .parquet(folder + "/customers");
    spark.read().parquet(folder + "/orders").createOrReplaceTempView("orders");
    spark.read().parquet(folder + "/customers").createOrReplaceTempView("customers");
    spark
        .sql(
            "SELECT country, count(*) AS orders, sum(amount) AS revenue FROM orders"
                + " JOIN customers USING (customer) GROUP BY country ORDER BY revenue DESC")
        .write()
        .parquet(folder + "/revenue");
  }

  /** An iterative job over a cached RDD and a cached table: page Storage. */
  static void training(SparkSession spark, String folder) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<Integer> users = IntStream.range(0, 4_000).boxed().toList();
    JavaPairRDD<Integer, Integer> ratings =
        context
            .parallelize(users, 4)
            .mapToPair(user -> new Tuple2<>(user % 50, user % 5))
            .reduceByKey(Integer::sum, 4)
            .setName("item ratings")
            .persist(StorageLevel.MEMORY_AND_DISK());
    for (int iteration = 1; iteration <= 3; iteration++) {
      context.setJobDescription("iteration " + iteration);
      ratings.mapValues(rating -> rating / 2).values().reduce(Integer::sum);
    }
    context.setJobDescription(null);
    Dataset<Row> similar = spark.range(2_000).withColumn("item", col("id").mod(lit(50)));
    similar.cache().groupBy("item").agg(avg("id")).count();
  }

  /** A job that gives up after its task failed as often as it may. */
  static void failing(SparkSession spark, String folder) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<Integer> invoices = IntStream.rangeClosed(1, 1_000).boxed().toList();
    try {
      context
          .parallelize(invoices, 8)
          .mapToPair(invoice -> new Tuple2<>(invoice % 10, currencyOf(invoice)))
          .groupByKey(4)
          .count();
      throw new IllegalStateException("the job was to fail");
    } catch (Exception e) {
      if (!(e instanceof SparkException)) {
        throw new IllegalStateException("failed in another way than it was to", e);
      }
    }
  }

  private static String currencyOf(int invoice) {
    if (invoice == 742) {
      throw new IllegalArgumentException("Invoice 742 has no currency");
    }
    return "EUR";
  }

  /** A report, and then a job that fails. */
  static void reportThenFailing(SparkSession spark, String folder) {
    report(spark, folder);
    failing(spark, folder);
  }

  /** A windowed count over a stream, a few batches long: page Structured Streaming. */
  static void streaming(SparkSession spark, String folder)
      throws TimeoutException, StreamingQueryException {
    Dataset<Row> events =
        spark
            .readStream()
            .format("rate")
            .option("rowsPerSecond", 200)
            .load()
            .withWatermark("timestamp", "10 seconds")
            .groupBy(window(col("timestamp"), "2 seconds"), col("value").mod(lit(3)).as("channel"))
            .agg(count(lit(1)).as("events"), sum("value").as("total"));
    StreamingQuery query =
        events
            .writeStream()
            .queryName("events per channel")
            .outputMode("update")
            .option("checkpointLocation", folder + "/checkpoint")
            .trigger(Trigger.ProcessingTime("1 second"))
            .format("noop")
            .start();
    while (query.recentProgress().length < BATCHES) {
      query.awaitTermination(200);
    }
    query.stop();
  }

  /** A report, and then two jobs that are still under way on return. */
  static void reportThenRunning(SparkSession spark, String folder) throws Exception {
    report(spark, folder);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<Integer> days = IntStream.range(0, SLOW_TASKS).boxed().toList();
    context.parallelize(days, SLOW_TASKS).foreachAsync(day -> Thread.sleep(500));
    while (!anyTaskDone(context)) {
      Thread.sleep(50);
    }
    // Spark writes out what it has buffered when a job starts: the tasks so far get into the log
    context.parallelize(days, 2).countAsync();
  }

  private static boolean anyTaskDone(JavaSparkContext context) {
    for (int stage : context.statusTracker().getActiveStageIds()) {
      if (context.statusTracker().getStageInfo(stage).numCompletedTasks() > 2) {
        return true;
      }
    }
    return false;
  }
}
