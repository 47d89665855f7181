package io.sparkhistory.gateway.upstream;

/** Counts of upstream connections, told as they change. Called on event loops: must not block. */
public interface UpstreamEvents {

  /** An upstream connection was opened (+1) or closed (-1). */
  void upstreamConnections(int change);

  /** An upstream connection became idle in the pool (+1) or left it (-1). */
  void idleUpstreamConnections(int change);
}
