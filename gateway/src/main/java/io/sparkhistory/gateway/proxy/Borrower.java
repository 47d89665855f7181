package io.sparkhistory.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.sparkhistory.gateway.http.BodyReader;
import io.sparkhistory.gateway.request.Outcome;

/** Who an {@link UpstreamConnection} is lent to for one request, and told of its answer. */
interface Borrower {

  /** The exchange whose answer is read. */
  Exchange exchange();

  /** Whether the whole request has been passed on. */
  boolean requestSent();

  /** The connection can be written again. */
  void upstreamWritable();

  /** The head of an interim answer (1xx) is in the exchange. */
  void interim();

  /** The head of the final answer is in the exchange; this is how its body is framed. */
  void answerBegins(BodyReader body);

  /** A piece of the answer's body; takes the buffer over. */
  void answerData(ByteBuf piece);

  /** Everything that was received has been told. */
  void flush();

  /** The answer is complete, and the connection may already be lent to somebody else. */
  void answerComplete();

  /** The connection ended, or became unusable, before the answer was complete. */
  void upstreamBroke(UpstreamConnection connection, Outcome outcome, String why);
}
