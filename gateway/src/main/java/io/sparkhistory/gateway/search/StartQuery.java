package io.sparkhistory.gateway.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sparkhistory.gateway.routing.Tenant;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a request for the start page asks for. Unknown parameters are not looked at.
 *
 * @param text words to look for; empty: all
 * @param namespace the one to look in; empty: all
 * @param limit rows of a page
 * @param after where the page begins; empty: at the start
 */
public record StartQuery(String text, String namespace, int limit, Optional<Cursor> after) {
  /** Rows of a page when nothing else is asked for. */
  public static final int USUAL_LIMIT = 50;

  /** Most rows of a page. */
  public static final int MOST = 200;

  /** Longest text, in characters. */
  public static final int LONGEST_TEXT = 200;

  /** The first page of everything. */
  public static final StartQuery ALL = new StartQuery("", "", USUAL_LIMIT, Optional.empty());

  private static final Set<String> NAMES = Set.of("q", "namespace", "limit", "after");

  /** A query, or what is wrong with it. */
  public sealed interface Reading {
    /** It is understood. */
    record Good(StartQuery query) implements Reading {}

    /**
     * It is not.
     *
     * @param reason a sentence for the client, without any part of the query
     */
    record Bad(String reason) implements Reading {}
  }

  /**
   * Reads the query of a target (application/x-www-form-urlencoded, WHATWG URL Standard). A
   * parameter that is there twice counts the first time.
   *
   * @param target path and query, one char for each byte
   */
  public static Reading read(String target) {
    int mark = target.indexOf('?');
    if (mark < 0) {
      return new Reading.Good(ALL);
    }
    Map<String, String> values = new HashMap<>();
    for (String pair : target.substring(mark + 1).split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (NAMES.contains(name)) {
        values.putIfAbsent(name, decoded(equals < 0 ? "" : pair.substring(equals + 1)));
      }
    }
    return of(
        values.getOrDefault("q", ""),
        values.getOrDefault("namespace", ""),
        values.getOrDefault("limit", ""),
        values.getOrDefault("after", ""));
  }

  private static Reading of(String text, String namespace, String limit, String after) {
    String words = text.strip();
    if (words.codePointCount(0, words.length()) > LONGEST_TEXT) {
      return new Reading.Bad("The parameter q is longer than " + LONGEST_TEXT + " characters.");
    }
    if (!namespace.isEmpty() && !Tenant.isLabel(namespace)) {
      return new Reading.Bad("The parameter namespace is not the name of a namespace.");
    }
    int rows = limit.isEmpty() ? USUAL_LIMIT : number(limit);
    if (rows < 1 || rows > MOST) {
      return new Reading.Bad("The parameter limit is not a number from 1 to " + MOST + ".");
    }
    Optional<Cursor> begin = Cursor.parse(after);
    if (begin.isEmpty() && !after.isEmpty()) {
      return new Reading.Bad("The parameter after is not one that a list has given.");
    }
    return new Reading.Good(new StartQuery(words, namespace, rows, begin));
  }

  /** Whether a namespace is one that is asked for, by its name. */
  public boolean matches(String name) {
    return namespace.isEmpty() ? words().stream().allMatch(name::contains) : namespace.equals(name);
  }

  /** The words, in lower case. */
  List<String> words() {
    return text.isEmpty() ? List.of() : List.of(text.toLowerCase(Locale.ROOT).split("\\s+"));
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
  }

  /** An escape that is none stays as it is; what is no UTF-8 becomes U+FFFD. */
  private static String decoded(String value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
    byte[] raw = value.getBytes(ISO_8859_1);
    for (int i = 0; i < raw.length; i++) {
      int high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(raw[i + 2], 16);
      if (low >= 0) {
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.write(raw[i] == '+' ? ' ' : raw[i]);
      }
    }
    return bytes.toString(UTF_8);
  }
}
