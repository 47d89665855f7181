package io.sparkhistory.gateway.request;

import io.sparkhistory.gateway.routing.LocationRewrite;

/**
 * What the proxy reports while it works. Called on event loops, so implementations neither block
 * nor throw.
 */
public interface ProxyEvents {

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

  /** The {@code Location} of an answer was handled. */
  void locationSeen(LocationRewrite.Kind kind);
}
