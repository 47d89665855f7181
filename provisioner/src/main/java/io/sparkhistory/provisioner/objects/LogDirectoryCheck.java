package io.sparkhistory.provisioner.objects;

/**
 * The program of the init container: makes the folder of the event logs when it is missing, lists
 * it, and with {@code write} makes and deletes a file in it, as jobs and Spark's cleaner will.
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
      import org.apache.hadoop.conf.Configuration;
      import org.apache.hadoop.fs.FileSystem;
      import org.apache.hadoop.fs.Path;

      public class LogDirectoryCheck {
        public static void main(String[] arguments) {
          try {
            check(new Path(arguments[0]), arguments[1].equals("write"));
          } catch (Throwable e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
              System.err.println(cause);
            }
            System.exit(1);
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
            Path marker = new Path(folder, "%s");
            files.create(marker, true).close();
            if (!files.delete(marker, false)) {
              throw new IOException(marker + " cannot be deleted");
            }
          }
        }
      }
      """
          .formatted(MARKER);

  private LogDirectoryCheck() {}
}
