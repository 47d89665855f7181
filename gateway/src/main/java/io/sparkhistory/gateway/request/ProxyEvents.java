package io.sparkhistory.gateway.request;

import io.sparkhistory.gateway.routing.LocationRewrite;

/**
 * What the proxy reports while it works. Called on event loops, so implementations neither block
 * nor throw.
 */
public interface ProxyEvents {

  /** What is bounded; the name is the label of the meter that counts what went beyond. */
  enum Limit {
    HEAD,
    HEADER_FIELDS,
    TARGET,
    BODY,
    CONNECTIONS,
    CONNECTIONS_PER_ADDRESS,
    REQUESTS_PER_CONNECTION,
    PENDING_PER_TENANT,
    HELD,
    HELD_PER_TENANT,
    SLOW_HEAD,
    SLOW_BODY,
    SLOW_READER,
    /** Buffers outside of the heap. */
    MEMORY,
    /** Sockets that the operating system would not give. */
    FILE_DESCRIPTORS
  }

  /** The first byte of a request's head has arrived; {@link #completed} follows exactly once. */
  default void began() {}

  /** A request has ended, one way or another: exactly once for each head that began. */
  void completed(Completion completion);

  /** A client connection was opened (+1) or closed (-1). */
  void clientConnections(int change);

  /** An upstream connection was opened (+1) or closed (-1). */
  void upstreamConnections(int change);

  /** An upstream connection went idle in the pool (+1) or left it (-1). */
  void idleUpstreamConnections(int change);

  /** An API client began (+1) or ceased (-1) to be held while its history server wakes. */
  default void held(int change) {}

  /** A request was sent again on a fresh connection because the reused one was dead. */
  void upstreamRetried();

  /** The {@code Location} of a response was handled. */
  void locationSeen(LocationRewrite.Kind kind);

  /** A limit was met, and what went beyond was refused or ended. */
  default void limited(Limit limit) {}

  /** A browser has reported a violation of the policy of a history server's page. */
  default void fenceReported() {}

  /** Fields of a response were left out that would have held for the whole site. */
  default void siteWideFields(int dropped) {}

  /** Fields of a request were left out that no history server is known to read. */
  default void requestFields(int dropped) {}
}
