package io.sparkhistory.provisioner.control;

import io.sparkhistory.listing.ApplicationList;
import java.time.Instant;
import java.util.Optional;

/**
 * What {@link Listings} knows of a server's list of applications.
 *
 * @param complete whether its first listing is complete
 * @param last the list as it was read last; empty when it was not read since the start
 * @param failure why it cannot be read; empty while it can, or nobody knows
 */
record KnownListing(boolean complete, Optional<Read> last, Optional<String> failure) {
  static final KnownListing NOTHING = new KnownListing(false, Optional.empty(), Optional.empty());

  /**
   * A list.
   *
   * @param asOf when it was read
   */
  record Read(ApplicationList list, Instant asOf) {}

  KnownListing withList(boolean completed, Read read) {
    return new KnownListing(complete || completed, Optional.of(read), Optional.empty());
  }

  KnownListing withFailure(String reason) {
    return new KnownListing(complete, last, Optional.of(reason));
  }

  /** Whether only the time of the reading differs. */
  boolean saysTheSameAs(KnownListing other) {
    return complete == other.complete
        && failure.equals(other.failure)
        && last.map(Read::list).equals(other.last.map(Read::list));
  }
}
