package io.sparkhistory.gateway.backend;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a tenant's history server listed when it was last awake. Names come from event logs: text of
 * the tenant.
 *
 * @param applications at most {@value #MOST}
 * @param asOf when the list was read; empty when nobody knows it
 */
public record Listing(List<Application> applications, Optional<Instant> asOf) {
  /** Applications that are kept of each tenant. */
  public static final int MOST = 50;

  /** Nothing is known. */
  public static final Listing NONE = new Listing(List.of(), Optional.empty());

  /** Copies, so that nobody changes what was listed. */
  public Listing {
    applications = List.copyOf(applications);
  }

  /**
   * An application by its newest attempt. Texts are empty and times are 0 when they are not known.
   * Seven components, because the list has as many columns.
   *
   * @param id unreserved characters of a path alone (RFC 3986, section 2.3)
   * @param started seconds since 1970
   * @param ended seconds since 1970; 0 while the log is incomplete
   */
  public record Application(
      String id,
      String name,
      String attempt,
      String user,
      long started,
      long ended,
      String sparkVersion) {}
}
