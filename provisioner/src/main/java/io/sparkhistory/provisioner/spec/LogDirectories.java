package io.sparkhistory.provisioner.spec;

import static java.util.Objects.requireNonNullElse;

import io.sparkhistory.api.LogDirectory;
import io.sparkhistory.api.SparkHistoryServerSpec;
import io.sparkhistory.api.SparkHistoryServerSpec.S3;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Folders that a history server reads event logs from.
 *
 * @param urls at least one
 * @param names of the folders on Spark's pages, in the order of the URLs; empty for a single folder
 *     without a name
 */
public record LogDirectories(List<String> urls, List<String> names) {
  private static final Pattern URL = Pattern.compile(SparkHistoryServerSpec.LOG_DIRECTORY);
  private static final Pattern NAME = Pattern.compile(LogDirectory.NAME);

  /**
   * The resource's own folders, or those of the defaults. The owner's bucket goes into the
   * defaults' template, so it wins over nothing but a bucket.
   */
  static LogDirectories of(
      SparkHistoryServerSpec own,
      SparkHistoryServerSpec merged,
      String namespace,
      Defaults defaults) {
    S3 s3 = merged.s3();
    String bucket = s3 == null || s3.bucket() == null ? "{bucket}" : s3.bucket();
    UnaryOperator<String> fill =
        template -> template.replace("{namespace}", namespace).replace("{bucket}", bucket);
    List<LogDirectory> several = merged.logDirectories();
    if (own.logDirectory() != null || several == null) {
      String one = own.logDirectory();
      return new LogDirectories(
          List.of(fill.apply(one == null ? defaults.logDirectoryTemplate() : one)), List.of());
    }
    return new LogDirectories(
        several.stream().map(each -> fill.apply(requireNonNullElse(each.url(), ""))).toList(),
        several.stream().map(each -> requireNonNullElse(each.name(), "")).toList());
  }

  /** What is wrong with them, a sentence each without its full stop. */
  List<String> problems(Optional<SparkVersion> version) {
    List<String> found = new ArrayList<>();
    if (urls.stream().anyMatch(url -> url.contains("{bucket}"))) {
      found.add(
          "No bucket is known: set s3.bucket or logDirectory, or ask the platform team to set"
              + " s3.bucket in the provisioner's defaults");
    } else {
      urls.stream().filter(url -> !isUrl(url)).map(this::noUrl).forEach(found::add);
    }
    if (isNamed() || urls.isEmpty()) {
      addSeveral(version, found);
    }
    return found;
  }

  /** Whether Spark has to read several folders, or to show a name. */
  boolean isNamed() {
    return !names.isEmpty();
  }

  /** The URLs with commas between them, as Spark's property and the status have them. */
  String joined() {
    return String.join(",", urls);
  }

  private void addSeveral(Optional<SparkVersion> version, List<String> found) {
    if (!names.stream().allMatch(name -> NAME.matcher(name).matches())) {
      found.add(
          "Each of logDirectories needs a name of letters and digits, with ' ', '.', '_' and '-'"
              + " between them: correct logDirectories");
    }
    if (hasTwice(names) || hasTwice(urls)) {
      found.add("No two of logDirectories may have the same name or url: remove one of them");
    }
    if (urls.isEmpty() || urls.size() > LogDirectory.MOST) {
      found.add("logDirectories must have 1 to " + LogDirectory.MOST + " folders: correct it");
    }
    version
        .filter(spark -> !spark.isAtLeast(4, 2))
        .map(
            old ->
                "Spark "
                    + old
                    + " reads one log directory alone: set logDirectory in place of"
                    + " logDirectories, or use an image with Spark 4.2 or newer")
        .ifPresent(found::add);
  }

  private String noUrl(String url) {
    return "Log directory "
        + url
        + " is not a URL such as s3a://bucket/folder: correct "
        + (isNamed() ? "logDirectories" : "logDirectory");
  }

  private static boolean isUrl(String text) {
    return URL.matcher(text).matches() && !text.contains("..");
  }

  private static boolean hasTwice(List<String> texts) {
    return new TreeSet<>(texts).size() < texts.size();
  }
}
