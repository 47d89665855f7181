package io.sparkhistory.historyserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;

/**
 * Tries the folder of the event logs and then runs Spark's history server in the same JVM, because
 * a second JVM costs seconds of CPU at each start.
 *
 * <p>What fails before Spark runs is told in one line, the last one that the process writes: {@link
 * #PREFIX}, a word of {@link LogFolderProblem}, and what Hadoop said. When the log folder could be
 * used and Spark ends, the last line is {@link #FOLDER_READY}.
 */
public final class Launcher {
  /** What the line begins with that says why the log folder cannot be used. */
  public static final String PREFIX = "spark-history-launcher: ";

  /** The line that says that the log folder can be used, and with that who has failed. */
  public static final String FOLDER_READY = PREFIX + "LogFolderReady";

  /** Exit code when the arguments are not understood. */
  public static final int USAGE = 2;

  /** Exit code when the log folder cannot be used. */
  public static final int LOG_FOLDER = 4;

  /** Exit code when the store was thrown away and the process is to be started again. */
  public static final int STORE_THROWN_AWAY = 75;

  private Launcher() {}

  /** Takes the options of {@link LaunchOptions}, then those of the history server. */
  public static void main(String[] arguments) throws Throwable {
    try {
      LaunchOptions options = LaunchOptions.parse(arguments);
      if (options.endsWithInput()) {
        watch(System.in);
      }
      Log4jDefaults.use(options.arguments());
      StartFiles.use();
      if (options.logFolder() != LaunchOptions.LogFolderUse.UNTRIED) {
        LogFolder.ofSpark(options.arguments()).use(options.logFolder());
        tellFolderReady();
      }
      Optional<StoreFolder> store = StoreCheck.prepare(options);
      try {
        run(options);
      } catch (Throwable e) {
        store.ifPresent(StoreFolder::failed);
        throw e;
      }
    } catch (LaunchOptions.Misunderstood e) {
      fail(e.getMessage(), USAGE);
    } catch (LogFolder.Unusable e) {
      fail(e.getMessage(), LOG_FOLDER);
    }
  }

  /**
   * At once, and again at the end: of a log, the kubelet keeps the last 2048 bytes. An end without
   * shutdown hooks has the first of the two when Spark has not logged much.
   */
  private static void tellFolderReady() {
    System.err.println(FOLDER_READY);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> System.err.println(FOLDER_READY), "log-folder-ready"));
  }

  private static void run(LaunchOptions options) throws Throwable {
    try {
      Class.forName(options.main())
          .getMethod("main", String[].class)
          .invoke(null, (Object) options.arguments().toArray(new String[0]));
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  static void fail(String line, int exitCode) {
    System.err.println(PREFIX + line);
    System.err.flush();
    // not exit: threads of an S3 client may write more lines while shutdown hooks run
    Runtime.getRuntime().halt(exitCode);
  }

  /**
   * Ends this process when its standard input ends. Whoever started it holds the other end and
   * writes nothing. The operating system closes that end with its process, in whatever way it ends;
   * that is so for {@code kill -9} too, and unlike {@code prctl(PR_SET_PDEATHSIG)} it does not
   * depend on the thread that started the process.
   */
  static void watch(InputStream parent) {
    Thread watch = new Thread(() -> endWith(parent), "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void endWith(InputStream parent) {
    try {
      parent.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      System.err.println("Cannot read from the process that started this one: " + e);
    }
    // Not exit: shutdown hooks take their time, and there is nothing here that must be saved.
    Runtime.getRuntime().halt(0);
  }
}
