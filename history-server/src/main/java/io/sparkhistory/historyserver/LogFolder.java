package io.sparkhistory.historyserver;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folders of the event logs. Each is listed and, where old logs are cleaned, a file is made and
 * deleted in it, as jobs and Spark's cleaner will.
 */
final class LogFolder {
  /**
   * The marker has always the same name, so that one which a crash left behind goes at the next
   * start. Spark skips names that begin with a dot (EventLogFileReader.isSingleEventLog).
   */
  static final String MARKER = ".spark-history-check";

  /** Longest text of an error: the kubelet keeps 2048 bytes of a log as termination message. */
  private static final int LONGEST = 1200;

  private final SparkSettings settings;

  private LogFolder(SparkSettings settings) {
    this.settings = settings;
  }

  /** A folder cannot be used; the message has the word of the problem, and what Hadoop said. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    Unusable(String folder, Throwable cause) {
      super(line(folder, cause), cause);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /**
   * The folders of a history server.
   *
   * @param arguments of the history server
   */
  static LogFolder ofSpark(List<String> arguments) throws IOException {
    return new LogFolder(SparkSettings.of(arguments, System.getProperties()));
  }

  void use(LaunchOptions.LogFolderUse use) throws Unusable {
    Configuration configuration = new Configuration();
    for (Map.Entry<String, String> setting : settings.hadoop().entrySet()) {
      configuration.set(setting.getKey(), setting.getValue());
    }
    StorageLimits.set(configuration);
    String[] folders = settings.logDirectories();
    if (folders.length > 1) {
      checkSpark(folders);
    }
    for (String folder : folders) {
      try {
        use(new Path(folder), use == LaunchOptions.LogFolderUse.MAKE, configuration);
      } catch (IOException | RuntimeException | LinkageError e) {
        throw new Unusable(folder, e);
      }
    }
  }

  /** An older Spark would look for one folder with commas in its name. */
  private static void checkSpark(String[] folders) throws Unusable {
    String all = String.join(",", folders);
    try {
      String spark = SparkBuild.version();
      if (spark.matches(SparkBuild.ONE_FOLDER)) {
        throw new Unusable(
            all,
            new IOException(
                "Spark " + spark + " " + SparkBuild.READS_ONE_FOLDER + ", not " + folders.length));
      }
    } catch (IOException e) {
      throw new Unusable(all, e);
    }
  }

  private void use(Path folder, boolean make, Configuration configuration) throws IOException {
    // not the cached one, which Spark would get with these retries
    try (FileSystem files = FileSystem.newInstance(folder.toUri(), configuration)) {
      if (!files.exists(folder)) {
        if (!make) {
          throw new FileNotFoundException(folder + " does not exist");
        }
        if (!files.mkdirs(folder)) {
          throw new IOException(folder + " cannot be made");
        }
      }
      files.listStatusIterator(folder).hasNext();
      if (make && settings.cleans()) {
        Path marker = new Path(folder, MARKER);
        files.create(marker, true).close();
        if (!files.delete(marker, false)) {
          throw new IOException(marker + " cannot be deleted");
        }
      }
    }
  }

  private static String line(String folder, Throwable failure) {
    String text = causes(failure);
    return LogFolderProblem.of(text).word()
        + ": "
        + folder
        + ": "
        + (text.length() <= LONGEST ? text : text.substring(0, LONGEST));
  }

  /** What an error and its causes say, in one line. */
  static String causes(Throwable failure) {
    StringBuilder causes = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      causes.append(cause).append(' ');
    }
    return causes.toString().replaceAll("\\s+", " ").trim();
  }
}
