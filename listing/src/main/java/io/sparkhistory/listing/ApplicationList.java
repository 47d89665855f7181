package io.sparkhistory.listing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.sparkhistory.api.ListedApplication;
import io.sparkhistory.api.SparkHistoryServerStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a history server lists (org.apache.spark.status.api.v1.ApplicationInfo, seen in 3.2 to 4.2).
 * An entry that is not understood is left out; a response that is not a list, is longer than the
 * bounds or has a member twice is a {@link NoListException}.
 *
 * @param newest at most {@value #MOST}, those first that ended last; one that has not ended counts
 *     by its start
 * @param sparkVersions of all attempts, at most {@value #MOST_VERSIONS}
 */
public record ApplicationList(List<ListedApplication> newest, Set<String> sparkVersions) {
  /** Applications that are kept. */
  public static final int MOST = SparkHistoryServerStatus.MOST_APPLICATIONS;

  /** Length of the longest response that is read, in bytes; an application has about 500. */
  public static final int MOST_BYTES = 256 * 1024;

  /** Different versions of Spark that are kept. */
  public static final int MOST_VERSIONS = 100;

  private static final int MOST_CHARACTERS = 64 * 1024;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxDocumentLength(MOST_BYTES)
                  .maxNestingDepth(16)
                  .maxStringLength(MOST_CHARACTERS)
                  .maxNameLength(256)
                  .maxNumberLength(64)
                  .build())
          .build();

  /** Copies, so that nobody changes what was read. */
  public ApplicationList {
    newest = List.copyOf(newest);
    sparkVersions = Set.copyOf(sparkVersions);
  }

  /** Reads a response. */
  public static ApplicationList of(byte[] response) throws NoListException {
    if (response.length > MOST_BYTES) {
      throw new NoListException("over " + MOST_BYTES + " bytes");
    }
    try {
      return read(response);
    } catch (IOException e) { // its message quotes the response
      throw new NoListException("no list of applications in JSON");
    }
  }

  private static ApplicationList read(byte[] response) throws IOException {
    try (JsonParser json = JSON.createParser(response)) {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        throw new NoListException("no array");
      }
      Reading reading = new Reading();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        reading.add(json);
      }
      if (json.nextToken() != null) {
        throw new NoListException("more than an array");
      }
      return reading.end();
    }
  }

  /** This list and those of another one; what both have is taken from this one. */
  public ApplicationList and(ApplicationList other) {
    Reading all = new Reading();
    newest.forEach(each -> all.byId.putIfAbsent(each.id(), each));
    other.newest.forEach(each -> all.byId.putIfAbsent(each.id(), each));
    all.versions.addAll(sparkVersions);
    other.sparkVersions.stream()
        .limit(MOST_VERSIONS - all.versions.size())
        .forEach(all.versions::add);
    return all.end();
  }

  /** A list that is being read. */
  private static final class Reading {
    private static final Comparator<ListedApplication> NEWEST_FIRST =
        Comparator.comparing(Reading::time).reversed().thenComparing(ListedApplication::id);

    private final Map<String, ListedApplication> byId = new LinkedHashMap<>();
    private final Set<String> versions = new LinkedHashSet<>();

    void add(JsonParser json) throws IOException {
      EntryReader entry = new EntryReader(versions);
      if (json.currentToken() != JsonToken.START_OBJECT) {
        json.skipChildren();
        return;
      }
      entry.read(json).ifPresent(row -> byId.putIfAbsent(row.id(), row));
    }

    ApplicationList end() {
      List<ListedApplication> rows = new ArrayList<>(byId.values());
      rows.sort(NEWEST_FIRST);
      return new ApplicationList(rows.subList(0, Math.min(rows.size(), MOST)), versions);
    }

    /** RFC 3339 in UTC with seconds sorts as text. */
    private static String time(ListedApplication row) {
      String ended = row.ended();
      String started = row.started();
      return ended != null ? ended : started != null ? started : "";
    }
  }
}
