package io.sparkhistory.gateway.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long the last starts took, kept in a file for the next run. A start is foretold by the last
 * three that were like it: their median, or of two the later, so that one slow start does not count
 * and a lasting change soon does. Used by one thread.
 */
final class StartTimes {
  private static final Logger LOG = LoggerFactory.getLogger(StartTimes.class);

  /** Starts that are kept: a few for each namespace of one machine. */
  static final int KEPT = 200;

  private static final int COUNTED = 3;

  /**
   * How many times as long a start takes without the class-data archive: 1.7 to 2.4 as measured,
   * with the first reading of Spark's jars from the disk.
   */
  private static final int WITHOUT_ARCHIVE = 2;

  private final Path file;
  private final String conditions;

  /** The latest first. */
  private final List<Sample> samples;

  private boolean added;
  private boolean archive;

  private StartTimes(Path file, String conditions, List<Sample> samples) {
    this.file = file;
    this.conditions = conditions;
    this.samples = new ArrayList<>(samples);
  }

  /**
   * A start of a history server.
   *
   * @param archive whether it uses a class-data archive
   * @param store whether there is a store of before
   */
  record Start(String namespace, boolean archive, boolean store) {
    boolean isLike(Start other) {
      return archive == other.archive && store == other.store;
    }
  }

  private record Sample(Start start, Duration took) {
    String line() {
      return String.join(
          " ",
          start.namespace(),
          Boolean.toString(start.archive()),
          Boolean.toString(start.store()),
          Long.toString(took.toMillis()));
    }

    /**
     * @throws IllegalArgumentException when this is no sample
     */
    static Sample of(String line) {
      String[] parts = line.split(" ", -1);
      if (parts.length != 4) {
        throw new IllegalArgumentException("not four words");
      }
      return new Sample(
          new Start(parts[0], truth(parts[1]), truth(parts[2])),
          Duration.ofMillis(Long.parseLong(parts[3])));
    }

    private static boolean truth(String word) {
      if (!word.equals("true") && !word.equals("false")) {
        throw new IllegalArgumentException("neither true nor false");
      }
      return word.equals("true");
    }
  }

  /**
   * The times in a file.
   *
   * @param conditions what all of them have in common, such as the Spark; times of others in the
   *     file are forgotten
   */
  static StartTimes kept(Path file, String conditions) {
    return new StartTimes(file, conditions, read(file, conditions));
  }

  void add(Start start, Duration took) {
    added = true;
    samples.add(0, new Sample(start, took));
    if (samples.size() > KEPT) {
      samples.remove(KEPT);
    }
    write();
  }

  /**
   * Whether anything has changed since this was asked last.
   *
   * @param made whether there is an archive now
   */
  boolean isNew(boolean made) {
    boolean changed = added || archive != made;
    added = false;
    archive = made;
    return changed;
  }

  /** How long this start is going to take; zero when nothing is known. */
  Duration usual(Start next) {
    List<Predicate<Start>> known =
        List.of(
            past -> past.isLike(next) && past.namespace().equals(next.namespace()),
            past -> past.isLike(next),
            past -> past.archive() == next.archive() && past.namespace().equals(next.namespace()),
            past -> past.archive() == next.archive());
    for (Predicate<Start> some : known) {
      Duration usual = median(some);
      if (!usual.isZero()) {
        return usual;
      }
    }
    return next.archive()
        ? median(past -> true).dividedBy(WITHOUT_ARCHIVE)
        : median(past -> true).multipliedBy(WITHOUT_ARCHIVE);
  }

  private Duration median(Predicate<Start> some) {
    List<Duration> last =
        samples.stream()
            .filter(sample -> some.test(sample.start()))
            .limit(COUNTED)
            .map(Sample::took)
            .toList();
    if (last.isEmpty()) {
      return Duration.ZERO;
    }
    return last.size() < COUNTED ? last.get(0) : last.stream().sorted().toList().get(COUNTED / 2);
  }

  private static List<Sample> read(Path file, String conditions) {
    try {
      List<String> lines = Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
      if (lines.isEmpty() || lines.size() > KEPT + 1 || !lines.get(0).equals(conditions)) {
        return List.of();
      }
      return lines.stream().skip(1).map(Sample::of).toList();
    } catch (IOException | IllegalArgumentException e) {
      LOG.debug("The times of starts cannot be read from {}", file, e);
      return List.of();
    }
  }

  private void write() {
    List<String> lines = new ArrayList<>(List.of(conditions));
    samples.forEach(sample -> lines.add(sample.line()));
    try {
      Path part = file.resolveSibling(file.getFileName() + ".part");
      Files.write(part, lines, UTF_8);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.debug("The times of starts are not kept in {}", file, e);
    }
  }
}
