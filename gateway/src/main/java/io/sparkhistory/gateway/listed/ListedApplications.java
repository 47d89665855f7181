package io.sparkhistory.gateway.listed;

import io.sparkhistory.api.ListedApplication;
import io.sparkhistory.gateway.backend.Listing;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of a list. Whoever made them has made them safe to show; bounds are checked again,
 * because an older schema of the custom resource has none and others may write a status.
 */
public final class ListedApplications {
  private static final Pattern ID =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._~-]{0," + (ListedApplication.MAX_ID - 1) + "}");

  /** Equal texts of one list are one object: most rows have the same user and Spark. */
  private final Map<String, String> texts = new HashMap<>();

  private ListedApplications() {}

  /**
   * The list of these rows.
   *
   * @param asOf when it was read, RFC 3339
   */
  public static Listing of(@Nullable List<ListedApplication> rows, @Nullable String asOf) {
    if (rows == null) {
      return Listing.NONE;
    }
    ListedApplications reading = new ListedApplications();
    return new Listing(
        rows.stream()
            .filter(Objects::nonNull)
            .filter(row -> row.id() != null && ID.matcher(row.id()).matches())
            .limit(Listing.MOST)
            .map(reading::row)
            .toList(),
        instant(asOf));
  }

  private Listing.Application row(ListedApplication row) {
    return new Listing.Application(
        row.id(),
        text(row.name(), ListedApplication.MAX_NAME),
        text(row.attempt(), ListedApplication.MAX_SHORT),
        text(row.user(), ListedApplication.MAX_USER),
        seconds(row.started()),
        seconds(row.ended()),
        text(row.sparkVersion(), ListedApplication.MAX_SHORT));
  }

  /**
   * @param max characters (code points), of which a text has at most two units each
   */
  private String text(@Nullable String text, int max) {
    if (text == null || text.isEmpty()) {
      return "";
    }
    String cut = text.length() <= 2 * max ? text : text.substring(0, max);
    String known = texts.putIfAbsent(cut, cut);
    return known == null ? cut : known;
  }

  private static long seconds(@Nullable String time) {
    return instant(time).map(Instant::getEpochSecond).filter(seconds -> seconds > 0).orElse(0L);
  }

  private static Optional<Instant> instant(@Nullable String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
