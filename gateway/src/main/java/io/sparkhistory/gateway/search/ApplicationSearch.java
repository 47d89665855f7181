package io.sparkhistory.gateway.search;

import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.Drivers;
import io.sparkhistory.gateway.backend.Listing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Finds applications. A row matches when each word is in its name, id, user or namespace, whatever
 * the case.
 */
public final class ApplicationSearch {
  private final StartQuery query;
  private final List<String> words;

  /** Those that are kept, the last one of the page first. */
  private final PriorityQueue<Row> best = new PriorityQueue<>(Row.ORDER.reversed());

  private int matches;
  private boolean more;

  private ApplicationSearch(StartQuery query) {
    this.query = query;
    this.words = query.words();
  }

  /**
   * A page of rows.
   *
   * @param matches how many rows there are on all pages
   * @param next where the next page begins, see {@code after}; empty: this is the last one
   */
  public record Found(List<Row> rows, int matches, String next) {
    public Found {
      rows = List.copyOf(rows);
    }
  }

  /** Looks in these namespaces. */
  public static Found find(Collection<Backends.Entry> entries, StartQuery query) {
    ApplicationSearch search = new ApplicationSearch(query);
    for (Backends.Entry entry : entries) {
      if (query.namespace().isEmpty() || query.namespace().equals(entry.tenant().namespace())) {
        search.look(entry);
      }
    }
    return search.found();
  }

  private void look(Backends.Entry entry) {
    String namespace = entry.tenant().namespace();
    List<String> left = words.stream().filter(word -> !namespace.contains(word)).toList();
    Set<String> running = new HashSet<>();
    for (Drivers.Application run : entry.running()) {
      running.add(run.id());
      add(Row.running(entry.tenant(), run, entry.listing()), left);
    }
    for (Listing.Application application : entry.listing().applications()) {
      if (!running.contains(application.id())) { // otherwise its log is being written
        add(Row.listed(entry.tenant(), application), left);
      }
    }
  }

  private void add(Row row, List<String> left) {
    for (String word : left) {
      if (!matches(row.application(), word)) {
        return;
      }
    }
    matches++;
    if (query.after().isPresent() && Cursor.of(row).compareTo(query.after().get()) <= 0) {
      return;
    }
    if (best.size() == query.limit()) {
      more = true;
      if (Row.ORDER.compare(row, best.element()) > 0) {
        return;
      }
      best.remove();
    }
    best.add(row);
  }

  private Found found() {
    List<Row> rows = new ArrayList<>(best);
    Collections.sort(rows, Row.ORDER);
    String next = more ? Cursor.of(rows.get(rows.size() - 1)).text() : "";
    return new Found(rows, matches, next);
  }

  private static boolean matches(Listing.Application application, String word) {
    return contains(application.name(), word)
        || contains(application.id(), word)
        || contains(application.user(), word);
  }

  /**
   * Whether a word is in a text, whatever the case. Without making a text in lower case, because
   * hundreds of thousands are looked at.
   *
   * @param word in lower case
   */
  static boolean contains(String text, String word) {
    char first = word.charAt(0);
    int last = text.length() - word.length();
    for (int i = 0; i <= last; i++) {
      if (Character.toLowerCase(text.charAt(i)) == first
          && text.regionMatches(true, i, word, 0, word.length())) {
        return true;
      }
    }
    return false;
  }
}
