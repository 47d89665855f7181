package io.sparkhistory.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.sparkhistory.gateway.request.Plan;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of the current request, for those who respond to it. The only implementation is
 * {@link ClientConnection}.
 */
interface Downstream {

  /** The request that is going on, and its response. */
  Exchange exchange();

  /** Numeric address of the client's end of the connection. */
  byte[] address();

  // ---- what the request waits for

  /** The request waits for this from now on. What it waited for before has ended or moved on. */
  void await(Wait wait);

  /** Whether the request still waits for this. */
  boolean awaits(Wait wait);

  /** What the request waits for; null when it does not wait. */
  @Nullable Wait waitsFor();

  /**
   * The wait is over, if there is one: what was asked for is given up, and the gate has decided.
   */
  void endWait();

  /** The connection to the history server is there: the body of the request is read. */
  void passOn(Forwarding forwarding);

  /** Whether the request is being passed on by this. */
  boolean passedOnBy(Forwarding forwarding);

  // ---- what becomes of the request

  /** Passes the request on to the history server or driver. */
  void forward(Plan.Upstream plan);

  /**
   * Looks once more at what is known of a history server that could not be asked.
   *
   * @param why what happened, for the access log
   * @param certain whether there is nothing to look at, so that the client gets the refusal
   */
  void reconsider(Plan.Refuse refusal, String why, boolean certain);

  /** Responds with a refusal, or cuts the connection when a response has begun. */
  void refuse(Plan.Refuse refusal);

  /** The response has been written whole. */
  void ended();

  /** Ends the connection by a reset, so that nobody takes what was sent for a whole response. */
  void cut();

  // ---- its channel

  ByteBufAllocator alloc();

  /** Takes the buffer over. */
  void put(ByteBuf data);

  void flushNow();

  boolean writable();

  /** Stops or goes on reading from the client. */
  void read(boolean on);

  boolean isRead();

  /** Bytes that have been written and not yet been taken by the client. */
  long unsent();

  /** Whether the client has taken anything of that since this was last asked. */
  boolean drains();

  void setDeadline(Duration time);

  void clearDeadline();

  void close();
}
