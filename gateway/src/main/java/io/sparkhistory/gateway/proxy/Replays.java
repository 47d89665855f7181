package io.sparkhistory.gateway.proxy;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The requests that go on at a history server although their visitor has been shown that it takes
 * long: a history server replays an application's whole event log before it responds to the first
 * request for it. The page that the visitor sees asks again and again, on any connection and so on
 * any event loop; it is served from here instead of starting the same replay once more.
 */
final class Replays {
  /** Beyond it nobody is shown that page; everybody waits as without it. */
  private static final int MOST = 10_000;

  private final Map<Key, Long> startedNanos = new ConcurrentHashMap<>();

  /** Which visitor waits for which page. */
  record Key(String user, String namespace, String target) {}

  boolean none() {
    return startedNanos.isEmpty();
  }

  /** For how long the page has been waited for, in nanoseconds; 0 when it has not. */
  long waited(Key key, long now) {
    Long started = startedNanos.get(key);
    return started == null ? 0 : Math.max(1, now - started);
  }

  /** Remembers a replay; returns false when there are too many, or this one is known. */
  boolean begin(Key key, long started) {
    return startedNanos.size() < MOST && startedNanos.putIfAbsent(key, started) == null;
  }

  void end(Key key) {
    startedNanos.remove(key);
  }
}
