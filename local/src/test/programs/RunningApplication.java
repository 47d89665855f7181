import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.sql.SparkSession;

/**
 * A Spark application that runs until its standard input ends. Run from its source, with the Spark
 * that is on the class path: no module of the build has Spark on its own.
 *
 * <p>Arguments: the folder of its namespace, its name, and anything to run until it is killed.
 */
final class RunningApplication {
  private RunningApplication() {}

  public static void main(String[] arguments) throws Exception {
    Path namespace = Path.of(arguments[0]);
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .appName(arguments[1])
            .config("spark.ui.port", "0")
            .config("spark.eventLog.enabled", "true")
            .config("spark.eventLog.dir", namespace.resolve("history").toUri().toString())
            .config("spark.driver.log.level", "WARN")
            .getOrCreate();
    spark.range(1_000).selectExpr("id % 7 AS day").cache().groupBy("day").count().collect();
    Thread work = new Thread(() -> slow(spark), "slow job");
    work.setDaemon(true);
    work.start();
    show(spark, namespace.resolve("running"));
    if (arguments.length > 2) {
      new CountDownLatch(1).await();
    }
    while (System.in.read() >= 0) {
      continue;
    }
    spark.stop();
    System.exit(0);
  }

  /** The lines of the document. */
  private static void show(SparkSession spark, Path running) throws IOException {
    String url = spark.sparkContext().uiWebUrl().get();
    String id = spark.sparkContext().applicationId();
    Files.createDirectories(running);
    Files.writeString(running.resolve(id), url.substring(url.lastIndexOf(':') + 1));
    System.out.println("shown: " + id);
  }

  /** Some minutes of tasks that each take a moment, so that it ends when it is killed. */
  private static void slow(SparkSession spark) {
    try {
      spark.sparkContext().setJobDescription("slow job");
      spark
          .range(0, 3_000, 1, 3_000)
          .selectExpr("java_method('java.lang.Thread', 'sleep', 200L)")
          .collect();
    } catch (RuntimeException | Error e) {
      System.out.println("slow job: " + e.getClass().getName());
    }
  }
}
