package io.sparkhistory.historyserver;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Lists the folders {@code <name>/history} below a URL, again and again, for a process that must
 * not have Hadoop on its own class path. It writes lines:
 *
 * <ul>
 *   <li>{@code begun}, when the storage has answered for the first time
 *   <li>{@code folder NAME NUMBER}, for each folder, with the number of its logs up to {@value
 *       #COUNTED}
 *   <li>{@code listed}, when that was all
 *   <li>{@code problem WORD TEXT} instead, with a word of {@link LogFolderProblem}
 * </ul>
 *
 * <p>It ends when its standard input does.
 */
public final class FolderList {
  public static final String BEGUN = "begun";
  public static final String FOLDER = "folder ";
  public static final String LISTED = "listed";
  public static final String PROBLEM = "problem ";

  /** Logs that are counted at most in one folder. */
  public static final int COUNTED = 500;

  /** Folders that are listed at most. */
  static final int MOST = 1001;

  private static final String HISTORY = "history";

  private final Path root;
  private final Configuration configuration;

  FolderList(String url, Map<String, String> settings) {
    root = new Path(url);
    configuration = new Configuration();
    settings.forEach(configuration::set);
    StorageLimits.set(configuration);
  }

  /** Takes the URL and the seconds between two lists. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    // what Hadoop and its connectors write there by themselves must not come between the lines
    PrintStream lines = System.out;
    System.setOut(System.err);
    Launcher.watch(System.in);
    FolderList list =
        new FolderList(arguments[0], SparkSettings.of(List.of(), System.getProperties()).hadoop());
    while (true) {
      lines.print(list.look(() -> lines.println(BEGUN)));
      lines.flush();
      TimeUnit.SECONDS.sleep(Long.parseLong(arguments[1]));
    }
  }

  /**
   * The lines of one look.
   *
   * @param begun told when the storage answers
   */
  String look(Runnable begun) {
    // a new one for each look, so that credentials which have changed are read again
    try (FileSystem files = FileSystem.newInstance(root.toUri(), configuration)) {
      StringBuilder lines = new StringBuilder();
      RemoteIterator<FileStatus> entries = files.listStatusIterator(root);
      int found = 0;
      boolean some = entries.hasNext();
      begun.run();
      while (some && entries.hasNext() && found < MOST) {
        FileStatus entry = entries.next();
        if (entry.isDirectory()) {
          int logs = logs(files, new Path(entry.getPath(), HISTORY));
          if (logs >= 0) {
            found++;
            lines.append(FOLDER).append(entry.getPath().getName()).append(' ').append(logs);
            lines.append('\n');
          }
        }
      }
      return lines.append(LISTED).append('\n').toString();
    } catch (IOException | RuntimeException | LinkageError e) {
      String text = LogFolder.causes(e);
      return PROBLEM + LogFolderProblem.of(text).word() + " " + text + "\n";
    }
  }

  /** The number of logs in a folder; -1 when there is no such folder. */
  private static int logs(FileSystem files, Path folder) throws IOException {
    try {
      RemoteIterator<FileStatus> entries = files.listStatusIterator(folder);
      int logs = 0;
      while (logs < COUNTED && entries.hasNext()) {
        if (isLog(entries.next())) {
          logs++;
        }
      }
      return logs;
    } catch (FileNotFoundException e) {
      return -1;
    }
  }

  /** By the rules of org.apache.spark.deploy.history.EventLogFileReader. */
  private static boolean isLog(FileStatus entry) {
    String name = entry.getPath().getName();
    return !name.startsWith(".") && (entry.isFile() || name.startsWith("eventlog_v2_"));
  }
}
