package io.sparkhistory.gateway.upstream;

import org.jspecify.annotations.Nullable;

/** A listener's wait for a connection to an {@link Origin}: in its queue, or while it is opened. */
public final class ConnectionRequest {
  private final Origin origin;

  /** Null once the wait is over, however it ended. */
  private @Nullable UpstreamListener listener;

  ConnectionRequest(Origin origin, UpstreamListener listener) {
    this.origin = origin;
    this.listener = listener;
  }

  /** Ends the wait. A connection that is being opened goes to the pool. */
  public void cancel() {
    listener = null;
    origin.forget(this);
  }

  /** The listener, unless the wait was cancelled; it is over with this. */
  @Nullable UpstreamListener end() {
    UpstreamListener waits = listener;
    listener = null;
    return waits;
  }

  void connecting() {
    if (listener != null) {
      listener.connecting(this);
    }
  }
}
