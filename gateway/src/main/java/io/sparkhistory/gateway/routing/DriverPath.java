package io.sparkhistory.gateway.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a request may do to a driver, and where the history server has the same page. Spark changes
 * things by plain GETs ({@code /jobs/job/kill/}, org.apache.spark.ui.jobs.JobsTab) and plugins add
 * pages of their own, so what is known to only read is a list, and everything else is {@link
 * DriverUse#ACT}. A path with an escape or a parameter is not on it: no page of Spark has one.
 */
final class DriverPath {
  /** Pages of each tab below its first one. */
  private static final Map<String, Set<String>> TABS =
      Map.of(
          "jobs", Set.of("job"),
          "stages", Set.of("stage", "pool"),
          "storage", Set.of("rdd"),
          "environment", Set.of(),
          "executors", Set.of(),
          "SQL", Set.of("execution"),
          "sqlserver", Set.of("session"),
          "connect", Set.of("session"),
          "streaming", Set.of("batch"),
          "StreamingQuery", Set.of("statistics"));

  /** Below these nothing but files and figures is served. */
  private static final Set<String> READ_ONLY = Set.of("static", "metrics", "favicon.ico");

  /**
   * Resources of an application (org.apache.spark.status.api.v1.AbstractApplicationResource). The
   * one for thread dumps is left out.
   */
  private static final Set<String> RESOURCES =
      Set.of(
          "jobs",
          "stages",
          "storage",
          "executors",
          "allexecutors",
          "allmiscellaneousprocess",
          "environment",
          "sql",
          "streaming");

  /** Of each page there is a rendering as JSON. */
  private static final String JSON = "json";

  private DriverPath() {}

  /**
   * What a request that only reads, by its method, may do.
   *
   * @param b holds the driver's path, without query, at {@code b[from..to)}
   */
  static DriverUse use(byte[] b, int from, int to) {
    String path = new String(b, from, to - from, ISO_8859_1);
    if (path.indexOf('%') >= 0 || path.indexOf(';') >= 0) {
      return DriverUse.ACT;
    }
    List<String> segments = segments(path);
    if (segments.isEmpty() || READ_ONLY.contains(segments.get(0))) {
      return DriverUse.LOOK;
    } else if (segments.get(0).equals("api")) {
      return readsApi(segments) ? DriverUse.LOOK : DriverUse.INSPECT;
    }
    return isPage(segments) ? DriverUse.LOOK : DriverUse.ACT;
  }

  /** Segments of {@code /a/b/} without the empty ones at both ends. */
  private static List<String> segments(String path) {
    return Arrays.stream(path.split("/", -1)).filter(segment -> !segment.isEmpty()).toList();
  }

  private static boolean isPage(List<String> segments) {
    Set<String> pages = TABS.get(segments.get(0));
    int last = segments.size() - 1;
    int length = last > 0 && segments.get(last).equals(JSON) ? last : segments.size();
    return pages != null && (length == 1 || (length == 2 && pages.contains(segments.get(1))));
  }

  private static boolean readsApi(List<String> segments) {
    if (segments.size() < 3 || !segments.get(1).equals("v1")) {
      return false;
    } else if (segments.get(2).equals("version")) {
      return segments.size() == 3;
    } else if (!segments.get(2).equals("applications")) {
      return false;
    }
    int resource = segments.size() > 4 && segments.get(4).matches("[0-9]+") ? 5 : 4;
    return segments.size() <= resource
        || (RESOURCES.contains(segments.get(resource)) && !segments.contains("threads"));
  }

  /**
   * Where the history server has what the driver's path led to, or the nearest page above it that
   * there is.
   *
   * @param path the driver's path and query, such as {@code /jobs/job/?id=3}
   */
  static String inHistory(String application, String path) {
    int end = path.indexOf('?');
    List<String> segments = segments(end < 0 ? path : path.substring(0, end));
    String home = ApplicationId.inHistory(application, "");
    if (!segments.isEmpty() && segments.get(0).equals("api")) {
      return path;
    } else if (segments.isEmpty() || !TABS.containsKey(segments.get(0))) {
      return home;
    }
    return home + (isPage(segments) ? path.substring(1) : segments.get(0) + "/");
  }
}
