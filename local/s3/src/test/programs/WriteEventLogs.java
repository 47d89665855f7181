import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.spark.sql.SparkSession;

/**
 * Three Spark applications that log as a tenant's jobs do. Run from its source, with the Spark that
 * is on the class path: no module of the build has Spark on its own.
 *
 * <p>Arguments: a history server's properties, of which Hadoop's are taken over.
 */
final class WriteEventLogs {
  /** The events of a job's start and of its stage's have its properties, so this one twice. */
  private static final String PADDING = "x".repeat(1 << 20);

  /** Spark rolls at 10 MiB, its smallest. */
  private static final int JOBS_OF_THREE_FILES = 14;

  private WriteEventLogs() {}

  public static void main(String[] arguments) throws IOException {
    Properties properties = new Properties();
    try (Reader file = Files.newBufferedReader(Path.of(arguments[0]))) {
      properties.load(file);
    }
    report(builder("monthly-report", properties));
    report(builder("last-years-report", properties));
    stream(
        builder("long-stream", properties)
            .config("spark.eventLog.rolling.enabled", true)
            .config("spark.eventLog.rolling.maxFileSize", "10m")
            .config("spark.eventLog.compress", true)
            .config("spark.eventLog.compression.codec", "zstd"));
  }

  private static SparkSession.Builder builder(String name, Properties properties) {
    SparkSession.Builder builder =
        SparkSession.builder()
            .master("local[2]")
            .appName(name)
            .config("spark.ui.enabled", false)
            .config("spark.eventLog.enabled", true)
            .config("spark.eventLog.dir", properties.getProperty("spark.history.fs.logDirectory"));
    properties.stringPropertyNames().stream()
        .filter(key -> key.startsWith("spark.hadoop."))
        .forEach(key -> builder.config(key, properties.getProperty(key)));
    return builder;
  }

  private static void report(SparkSession.Builder builder) throws IOException {
    try (SparkSession spark = builder.getOrCreate()) {
      spark.range(1_000).selectExpr("id % 7 AS day").groupBy("day").count().collect();
      tell(spark);
    }
  }

  private static void stream(SparkSession.Builder builder) throws IOException {
    try (SparkSession spark = builder.getOrCreate()) {
      spark.sparkContext().setLocalProperty("padding", PADDING);
      for (int job = 0; job < JOBS_OF_THREE_FILES; job++) {
        spark.sparkContext().setJobDescription("batch " + job);
        spark.range(2).toJavaRDD().count();
      }
      tell(spark);
    }
  }

  private static void tell(SparkSession spark) {
    String name = spark.sparkContext().appName();
    System.out.println("application " + name + " " + spark.sparkContext().applicationId());
  }
}
