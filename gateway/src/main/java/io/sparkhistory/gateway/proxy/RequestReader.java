package io.sparkhistory.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.sparkhistory.gateway.http.HeadError;
import io.sparkhistory.gateway.http.HeadParser;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.ProxyEvents.Limit;
import io.sparkhistory.gateway.routing.Field;

/**
 * Reads the requests of a client connection, one after the other, and refuses what goes beyond a
 * bound before anything else is made of it.
 */
final class RequestReader {
  private final Worker worker;
  private final ClientConnection client;
  private final Relay relay;

  private int requests;

  RequestReader(Worker worker, ClientConnection client, Relay relay) {
    this.worker = worker;
    this.client = client;
    this.relay = relay;
  }

  HeadParser.Progress head(Exchange now, ByteBuf data) {
    return worker.parser.request(data, now.request);
  }

  /** Answers a request whose head could not be accepted. */
  void refuseHead(HeadError error) {
    switch (error) {
      case TOO_LARGE -> limited(Limit.HEAD);
      case TOO_MANY_FIELDS -> limited(Limit.HEADER_FIELDS);
      case TARGET_TOO_LONG -> limited(Limit.TARGET);
      default -> {} // it is wrong, and not too much
    }
    client.refuse(outcome(error), error.sentence(), "Send a well-formed request.");
  }

  /**
   * Notes how the body of a request is framed, whose head is there; answers false when the request
   * has been refused.
   */
  boolean accepts(Exchange now) {
    long length = now.request.contentLength();
    if (now.request.chunked()) {
      now.requestBody.chunked();
    } else if (length > 0) {
      now.requestBody.length(length);
    } else {
      now.requestBody.none();
    }
    now.keepAlive = now.request.keepAlive() && !worker.draining() && !isLast();
    if (tooLarge(length)) {
      refuseTooLarge();
    } else if (!worker.parts.hosts().test(now.request.value(Field.HOST))) {
      client.refuse(
          Outcome.MISDIRECTED,
          "This gateway does not answer for the host that was asked.",
          "Use the address that it printed when it started.");
    } else if (worker.shortOfMemory()) {
      limited(Limit.MEMORY);
      client.refuse(
          Outcome.OVERLOADED, "The gateway is short of memory.", "Try again in a few seconds.");
    } else {
      return true;
    }
    return false;
  }

  /** Passes on what has arrived of the body; answers whether that is all of it. */
  boolean body(Exchange now, ByteBuf data) {
    while (data.isReadable()) {
      int size = now.requestBody.next(data);
      if (size == 0) {
        break;
      }
      now.bytesIn += size;
      if (tooLarge(now.bytesIn)) {
        refuseTooLarge();
        return false;
      }
      relay.requestData(data.readRetainedSlice(size));
      if (!client.readsBody()) {
        // the write found the history server gone, and the client has been answered already
        return false;
      }
    }
    if (now.requestBody.failed()) {
      client.refuse(Outcome.BAD_REQUEST, "The chunks of the body are malformed.", "Send it again.");
      return false;
    }
    return now.requestBody.done();
  }

  /** Whether as many requests have come on this connection as may. */
  private boolean isLast() {
    if (++requests != worker.settings.bounds().clients().requests()) {
      return false;
    }
    limited(Limit.REQUESTS_PER_CONNECTION);
    return true;
  }

  private boolean tooLarge(long bytes) {
    long most = worker.settings.bounds().body();
    return most > 0 && bytes > most;
  }

  private void refuseTooLarge() {
    limited(Limit.BODY);
    client.refuse(Outcome.CONTENT_TOO_LARGE, "The body is larger than this gateway accepts.", "");
  }

  private void limited(Limit limit) {
    worker.parts.events().limited(limit);
  }

  private static Outcome outcome(HeadError error) {
    return switch (error.status()) {
      case 414 -> Outcome.TARGET_TOO_LONG;
      case 417 -> Outcome.EXPECTATION_FAILED;
      case 431 -> Outcome.HEAD_TOO_LARGE;
      case 505 -> Outcome.VERSION_NOT_SUPPORTED;
      default -> Outcome.BAD_REQUEST;
    };
  }
}
