package io.sparkhistory.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Changes of objects by resource version, for watches. */
final class History {
  /** Watches that start before this many events ago are answered with 410 Gone. */
  private static final int LENGTH = 50_000;

  private final List<Change> changes = new ArrayList<>();
  private long version = 1;

  /** Watches may not start before this version; those that run go on. */
  private long forgotten;

  /** Changes up to this version are no longer there. */
  private long dropped;

  /**
   * Something that happened.
   *
   * @param type ADDED, MODIFIED or DELETED
   * @param before what the object was; a missing node when it was not
   * @param line what every watch of the kind sends in its place; empty for the usual event
   */
  record Change(
      long version, String type, Kind kind, ObjectNode object, JsonNode before, String line) {}

  synchronized long version() {
    return version;
  }

  /** Remembers a change, and gives the object its version. */
  synchronized void append(Kind kind, String type, ObjectNode object, JsonNode before) {
    version++;
    object.withObject("/metadata").put("resourceVersion", String.valueOf(version));
    add(new Change(version, type, kind, object.deepCopy(), before, ""));
  }

  /** Has every watch of the kind send this. */
  synchronized void say(Kind kind, String line) {
    version++;
    ObjectNode nothing = JsonNodeFactory.instance.objectNode();
    add(new Change(version, "", kind, nothing, MissingNode.getInstance(), line));
  }

  /**
   * Changes after this version, waiting up to the given time for the first of them. Throws 410 when
   * they are gone.
   */
  synchronized List<Change> after(long since, long millis) throws InterruptedException {
    if (since < dropped) {
      throw tooOld(since);
    }
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (isAllTold(since)) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return List.of();
      }
      wait(left);
    }
    int from = changes.size();
    while (from > 0 && changes.get(from - 1).version() > since) {
      from--;
    }
    return List.copyOf(changes.subList(from, changes.size()));
  }

  /** Something happened elsewhere: a later version, with no object that this watch sees. */
  synchronized long tick(long since) {
    return isAllTold(since) ? ++version : since;
  }

  /** Forgets what happened until now, so that watches from before are answered with 410. */
  synchronized void forget() {
    forgotten = ++version;
  }

  /** Lets go of what happened until now. A watch that has not been told of it lists again. */
  synchronized void drop() {
    if (!changes.isEmpty()) {
      dropped = changes.get(changes.size() - 1).version();
      forgotten = Math.max(forgotten, dropped);
      changes.clear();
    }
  }

  /** Whether a list or a watch that began at this version cannot be gone on with. */
  synchronized boolean isForgotten(long since) {
    return since < forgotten;
  }

  static ApiError tooOld(long since) {
    return new ApiError(410, "Expired", "too old resource version: " + since);
  }

  private boolean isAllTold(long since) {
    return changes.isEmpty() || changes.get(changes.size() - 1).version() <= since;
  }

  private void add(Change change) {
    changes.add(change);
    if (changes.size() > LENGTH) {
      dropped = changes.remove(0).version();
      forgotten = Math.max(forgotten, dropped);
    }
    notifyAll();
  }
}
