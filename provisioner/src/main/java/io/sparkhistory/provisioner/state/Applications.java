package io.sparkhistory.provisioner.state;

import io.sparkhistory.api.ListedApplication;
import io.sparkhistory.api.SparkHistoryServerStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the status has of a server's list. It stays while the server sleeps or cannot be asked, and
 * goes when the resource names another log folder.
 *
 * @param asOf when it was read
 */
record Applications(
    @Nullable List<ListedApplication> rows, @Nullable Integer count, @Nullable String asOf) {
  private static final Applications NONE = new Applications(null, null, null);

  /** Whether the list was read for the first time since the server was started. */
  static boolean isFirstReading(SparkHistoryServerStatus before, SparkHistoryServerStatus after) {
    String start = after.wokenAt();
    String read = after.applicationsAsOf();
    String known = before.applicationsAsOf();
    // these are texts of one length, so that their order is that of the times
    return start != null
        && read != null
        && read.compareTo(start) >= 0
        && (known == null || known.compareTo(start) < 0);
  }

  static Applications of(SparkHistoryServerStatus before, HistoryServerConditions.Facts facts) {
    Optional<PodFacts.Listing> listing = facts.pods().listing();
    if (listing.isPresent()) {
      List<ListedApplication> rows = listing.get().list().newest();
      return new Applications(rows, rows.size(), Conditions.text(listing.get().asOf()));
    }
    Optional<String> folder = facts.addresses().logDirectory();
    boolean same = folder.isEmpty() || Objects.equals(folder.get(), before.logDirectory());
    return same
        ? new Applications(
            before.applications(), before.applicationCount(), before.applicationsAsOf())
        : NONE;
  }
}
