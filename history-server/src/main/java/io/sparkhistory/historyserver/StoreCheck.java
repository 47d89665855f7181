package io.sparkhistory.historyserver;

import java.io.IOException;
import java.util.Optional;

/** Checks a store that outlives the process, before Spark starts. */
public final class StoreCheck {
  /** Word of the line that says why a store was thrown away. */
  public static final String THROWN_AWAY = "StoreThrownAway";

  private static final String PATH = "spark.history.store.path";

  private StoreCheck() {}

  /**
   * Looks at the store. A store that cannot be looked at is no reason not to start: Spark makes one
   * anew that it cannot open.
   *
   * @return the store that Spark starts with; empty when there is none to look after
   */
  static Optional<StoreFolder> prepare(LaunchOptions options) throws IOException {
    if (options.store() == LaunchOptions.StoreUse.UNTRIED) {
      return Optional.empty();
    }
    Optional<StoreFolder> store =
        StoreFolder.of(SparkSettings.of(options.arguments(), System.getProperties()));
    try {
      if (store.isPresent() && !store.get().lock()) {
        tell("StoreInUse: another process has the store, so this one keeps everything in memory");
        System.clearProperty(PATH);
        return Optional.empty();
      }
      if (store.isPresent()) {
        Optional<String> reason = store.get().throwAwayIfUseless();
        reason.ifPresent(why -> thrownAway(why, options.store()));
        store.get().followStart();
      }
      return store;
    } catch (IOException e) {
      tell("StoreUnknown: the store cannot be looked at: " + e);
      return Optional.empty();
    }
  }

  private static void thrownAway(String why, LaunchOptions.StoreUse use) {
    String line = THROWN_AWAY + ": all logs are read again, because " + why;
    if (use == LaunchOptions.StoreUse.RESTART) {
      Launcher.fail(line, Launcher.STORE_THROWN_AWAY);
    }
    tell(line);
  }

  private static void tell(String line) {
    System.err.println(Launcher.PREFIX + line);
  }
}
