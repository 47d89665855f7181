package io.sparkhistory.historyserver;

import java.util.List;

/**
 * The launcher's own options, which come before those of the history server.
 *
 * <ul>
 *   <li>{@code --log-folder=make}: makes the folders of the event logs that are missing and tries
 *       them; {@code --log-folder=check}: tries them, and fails when one is missing
 *   <li>{@code --store=keep}: looks at the store of {@code spark.history.store.path}, and throws it
 *       away when it is of no use; {@code --store=restart}: ends then, so that what started this
 *       process learns of it and starts it again
 *   <li>{@code --end-with-input}: ends when the standard input does
 *   <li>{@code --main=CLASS}: another class than Spark's history server
 * </ul>
 */
final class LaunchOptions {
  private static final String SPARK = "org.apache.spark.deploy.history.HistoryServer";
  private static final String LOG_FOLDER = "--log-folder=";
  private static final String STORE = "--store=";
  private static final String MAIN = "--main=";

  private final LogFolderUse logFolder;
  private final StoreUse store;
  private final boolean endsWithInput;
  private final String main;
  private final List<String> arguments;

  /** What is done with the log folder. */
  enum LogFolderUse {
    UNTRIED,
    CHECK,
    MAKE
  }

  /** What is done with a store on disk. */
  enum StoreUse {
    UNTRIED,
    KEEP,
    RESTART
  }

  /** The arguments are not understood; the message is a sentence. */
  static final class Misunderstood extends Exception {
    private static final long serialVersionUID = 1;

    Misunderstood(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  private LaunchOptions(
      LogFolderUse logFolder,
      StoreUse store,
      boolean endsWithInput,
      String main,
      List<String> arguments) {
    this.logFolder = logFolder;
    this.store = store;
    this.endsWithInput = endsWithInput;
    this.main = main;
    this.arguments = arguments;
  }

  static LaunchOptions parse(String[] arguments) throws Misunderstood {
    LogFolderUse logFolder = LogFolderUse.UNTRIED;
    StoreUse store = StoreUse.UNTRIED;
    boolean endsWithInput = false;
    String main = SPARK;
    int i = 0;
    for (; i < arguments.length; i++) {
      String argument = arguments[i];
      if (argument.equals("--end-with-input")) {
        endsWithInput = true;
      } else if (argument.startsWith(LOG_FOLDER)) {
        logFolder = use(argument.substring(LOG_FOLDER.length()));
      } else if (argument.startsWith(STORE)) {
        store = storeUse(argument.substring(STORE.length()));
      } else if (argument.startsWith(MAIN)) {
        main = argument.substring(MAIN.length());
      } else {
        break;
      }
    }
    List<String> rest = List.of(arguments).subList(i, arguments.length);
    return new LaunchOptions(logFolder, store, endsWithInput, main, rest);
  }

  LogFolderUse logFolder() {
    return logFolder;
  }

  StoreUse store() {
    return store;
  }

  boolean endsWithInput() {
    return endsWithInput;
  }

  /** Name of the class that is run. */
  String main() {
    return main;
  }

  /** What is passed on to it. */
  List<String> arguments() {
    return arguments;
  }

  private static StoreUse storeUse(String word) throws Misunderstood {
    switch (word) {
      case "keep":
        return StoreUse.KEEP;
      case "restart":
        return StoreUse.RESTART;
      default:
        throw new Misunderstood("--store is 'keep' or 'restart', not '" + word + "'");
    }
  }

  private static LogFolderUse use(String word) throws Misunderstood {
    switch (word) {
      case "make":
        return LogFolderUse.MAKE;
      case "check":
        return LogFolderUse.CHECK;
      default:
        throw new Misunderstood("--log-folder is 'make' or 'check', not '" + word + "'");
    }
  }
}
