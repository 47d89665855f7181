package io.sparkhistory.provisioner.objects;

import io.sparkhistory.historyserver.LogFolderProblem;
import io.sparkhistory.historyserver.SparkBuild;

/**
 * The program of the init container: makes each folder of event logs when it is missing, lists it,
 * and with {@code write} makes and deletes a file in it, as jobs and Spark's cleaner will. The last
 * argument is {@code write} or {@code read}.
 *
 * <p>Hadoop's FsShell runs one command in each JVM, and each cold JVM costs seconds of CPU; images
 * have no shell to rely on, and many no compiler. Janino, with which Spark compiles SQL, is in
 * every distribution of Spark and compiles and runs a file ({@code SimpleCompiler.main}). It knows
 * Java 7 without inferred generics.
 */
final class LogDirectoryCheck {
  static final String CLASS = "LogDirectoryCheck";

  /** Name of the file in the ConfigMap. */
  static final String FILE = CLASS + ".java";

  /**
   * The marker has always the same name, so that one which a crash left behind goes at the next
   * start; there is never more than one pod. Spark skips names that begin with a dot
   * (EventLogFileReader.isSingleEventLog).
   */
  static final String MARKER = ".spark-history-check";

  static final String SOURCE =
      """
      import java.io.IOException;
      import java.io.InputStream;
      import java.util.Properties;
      import org.apache.hadoop.conf.Configuration;
      import org.apache.hadoop.fs.FileSystem;
      import org.apache.hadoop.fs.Path;

      public class LogDirectoryCheck {
        public static void main(String[] arguments) {
          int last = arguments.length - 1;
          String folder = arguments[0];
          try {
            if (last > 1) {
              checkSpark(last);
            }
            for (int i = 0; i < last; i++) {
              folder = arguments[i];
              check(new Path(folder), arguments[last].equals("write"));
            }
          } catch (Throwable e) {
            System.err.println("%1$s" + folder);
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
              System.err.println(cause);
            }
            System.exit(1);
          }
        }

        private static void checkSpark(int folders) throws IOException {
          Properties build = new Properties();
          InputStream in = ClassLoader.getSystemResourceAsStream("spark-version-info.properties");
          if (in == null) {
            return;
          }
          build.load(in);
          in.close();
          String version = build.getProperty("version", "");
          if (version.matches("%2$s")) {
            throw new IOException("Spark " + version + " %3$s, not " + folders);
          }
        }

        private static void check(Path folder, boolean write) throws IOException {
          Configuration configuration = new Configuration();
          // the defaults would hide a wrong endpoint for a quarter of an hour
          configuration.set("fs.s3a.retry.limit", "2");
          configuration.set("fs.s3a.attempts.maximum", "2");
          FileSystem files = folder.getFileSystem(configuration);
          if (!files.exists(folder) && !files.mkdirs(folder)) {
            throw new IOException(folder + " cannot be made");
          }
          files.listStatusIterator(folder).hasNext();
          if (write) {
            Path marker = new Path(folder, "%4$s");
            files.create(marker, true).close();
            if (!files.delete(marker, false)) {
              throw new IOException(marker + " cannot be deleted");
            }
          }
        }
      }
      """
          .formatted(
              LogFolderProblem.FOLDER, SparkBuild.ONE_FOLDER, SparkBuild.READS_ONE_FOLDER, MARKER);

  private LogDirectoryCheck() {}
}
