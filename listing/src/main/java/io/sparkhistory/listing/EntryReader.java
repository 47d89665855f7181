package io.sparkhistory.listing;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sparkhistory.api.ListedApplication;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one entry of the list: an application and its attempts, of which the first is the newest.
 */
final class EntryReader {
  /** An id is a segment of a path and needs no escape there (RFC 3986, unreserved). */
  private static final Pattern ID =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._~-]{0," + (ListedApplication.MAX_ID - 1) + "}");

  private static final Pattern SHORT =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0," + (ListedApplication.MAX_SHORT - 1) + "}");

  /** The end of the year 9999 in milliseconds. */
  private static final long LATEST = 253_402_300_799_000L;

  private final Set<String> versions;
  private @Nullable String id;
  private @Nullable String name;
  private @Nullable Attempt newest;

  /** One attempt; a time of 0 is unknown. */
  private static final class Attempt {
    private @Nullable String id;
    private @Nullable String user;
    private @Nullable String version;
    private long start;
    private long end;
    private boolean completed;
  }

  /**
   * @param versions to which those of the attempts are added
   */
  EntryReader(Set<String> versions) {
    this.versions = versions;
  }

  /** Reads the object that the parser is at the start of; empty when it has no proper id. */
  Optional<ListedApplication> read(JsonParser json) throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String member = json.currentName();
      json.nextToken();
      switch (member) {
        case "id" -> id = text(json);
        case "name" -> name = text(json);
        case "attempts" -> attempts(json);
        default -> json.skipChildren();
      }
    }
    return id == null || newest == null || !ID.matcher(id).matches()
        ? Optional.empty()
        : Optional.of(row(id, newest));
  }

  private ListedApplication row(String proper, Attempt attempt) {
    boolean ended = attempt.completed && attempt.end > 0;
    return new ListedApplication(
        proper,
        visible(name, ListedApplication.MAX_NAME),
        attempt.id,
        visible(attempt.user, ListedApplication.MAX_USER),
        time(attempt.start),
        ended ? time(Math.max(attempt.start, attempt.end)) : null,
        attempt.version);
  }

  private void attempts(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        Attempt attempt = attempt(json);
        newest = newest == null ? attempt : newest;
      } else {
        json.skipChildren();
      }
    }
  }

  private Attempt attempt(JsonParser json) throws IOException {
    Attempt attempt = new Attempt();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String member = json.currentName();
      json.nextToken();
      switch (member) {
        case "attemptId" -> attempt.id = matching(text(json));
        case "sparkUser" -> attempt.user = text(json);
        case "appSparkVersion" -> attempt.version = version(json);
        case "startTimeEpoch" -> attempt.start = millis(json);
        case "endTimeEpoch" -> attempt.end = millis(json);
        case "completed" -> attempt.completed = json.currentToken() == JsonToken.VALUE_TRUE;
        default -> json.skipChildren();
      }
    }
    return attempt;
  }

  private @Nullable String version(JsonParser json) throws IOException {
    String version = matching(text(json));
    if (version != null && versions.size() < ApplicationList.MOST_VERSIONS) {
      versions.add(version);
    }
    return version;
  }

  private static @Nullable String matching(@Nullable String text) {
    return text != null && SHORT.matcher(text).matches() ? text : null;
  }

  private static @Nullable String visible(@Nullable String text, int max) {
    String visible = text == null ? "" : PlainText.of(text, max);
    return visible.isEmpty() ? null : visible;
  }

  private static @Nullable String text(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    json.skipChildren();
    return null;
  }

  /** A time after 1970 and before 10000; 0 for everything else, such as Spark's -1. */
  private static long millis(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      json.skipChildren();
      return 0;
    }
    boolean fits = json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    long value = fits ? json.getLongValue() : 0;
    return value > 0 && value <= LATEST ? value : 0;
  }

  private static @Nullable String time(long millis) {
    return millis == 0 ? null : Instant.ofEpochSecond(millis / 1000).toString();
  }
}
