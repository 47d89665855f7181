package io.sparkhistory.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.sparkhistory.gateway.configuration.ClientLimits;
import io.sparkhistory.gateway.configuration.HeadLimits;
import io.sparkhistory.gateway.configuration.Limits;
import io.sparkhistory.gateway.http.BodyReader;
import io.sparkhistory.gateway.http.Head;
import io.sparkhistory.gateway.http.HeadError;
import io.sparkhistory.gateway.http.HeadParser;
import io.sparkhistory.gateway.http.LargestField;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.request.ProxyEvents;
import io.sparkhistory.gateway.request.ProxyEvents.Limit;
import io.sparkhistory.gateway.routing.ByteRange;
import io.sparkhistory.gateway.routing.Field;
import java.util.function.Predicate;

/**
 * Reads the requests of client connections, and refuses what goes beyond a bound before anything
 * else is made of it. For one thread.
 */
final class RequestReader {
  private final HeadParser parser;
  private final HeadLimits limits;
  private final ClientLimits bounds;
  private final ProxyEvents events;
  private final Predicate<ByteRange> hosts;
  private final Drain drain;
  private final LoadShedding shedding;

  /**
   * @param hosts which values of {@code Host} are served
   */
  RequestReader(
      HeadParser parser,
      Limits limits,
      ProxyEvents events,
      Predicate<ByteRange> hosts,
      Drain drain,
      LoadShedding shedding) {
    this.parser = parser;
    this.limits = limits.head();
    this.bounds = limits.clients();
    this.events = events;
    this.hosts = hosts;
    this.drain = drain;
    this.shedding = shedding;
  }

  HeadParser.Progress head(ClientRequest request, ByteBuf data) {
    return parser.request(data, request.head());
  }

  /** Refuses a request whose head could not be accepted. */
  void refuseHead(Downstream client) {
    Head head = client.exchange().request().head();
    HeadError error = head.error();
    String reason = error.sentence();
    String nextStep = "Send a well-formed request.";
    switch (error) {
      case TOO_LARGE -> {
        events.limited(Limit.HEAD);
        reason =
            "The head of the request is larger than "
                + LargestField.amount(limits.headBytes())
                + ", the limit here."
                + largest(LargestField.of(head));
        nextStep =
            "If it is Cookie, delete the cookies of this site and open the page again; otherwise"
                + " ask whoever runs the gateway to raise --max-head.";
      }
      case TOO_MANY_FIELDS -> {
        events.limited(Limit.HEADER_FIELDS);
        reason = "The request has more than " + limits.fields() + " fields, the limit here.";
        nextStep = "Send fewer, or ask whoever runs the gateway to raise --max-header-fields.";
      }
      case TARGET_TOO_LONG -> {
        events.limited(Limit.TARGET);
        int most = Math.min(limits.targetBytes(), limits.headBytes());
        reason =
            "The address of the request is longer than "
                + LargestField.amount(most)
                + ", the limit here.";
        nextStep = "Shorten its query, or ask whoever runs the gateway to raise --max-target.";
      }
      default -> {} // it is wrong, and not too much
    }
    refuse(client, outcome(error), reason, nextStep);
  }

  private static String largest(String field) {
    return field.isEmpty() ? "" : " Its largest field is " + field + ".";
  }

  /**
   * Notes how the body of a request is framed, whose head is there; returns false when the request
   * has been refused.
   *
   * @param number how many requests have come on the connection, with this one
   */
  boolean accepts(Downstream client, int number) {
    Exchange exchange = client.exchange();
    Head head = exchange.request().head();
    long length = head.contentLength();
    frameBody(exchange.request());
    exchange.keepAlive(head.keepAlive() && !drain.leaving() && !isLast(number));
    if (tooLarge(length)) {
      refuseTooLarge(client);
    } else if (!hosts.test(head.value(Field.HOST))) {
      refuse(
          client,
          Outcome.MISDIRECTED,
          "This gateway does not answer for the host that was asked.",
          "Use the address that it printed when it started.");
    } else if (shedding.shortOfMemory()) {
      events.limited(Limit.MEMORY);
      refuse(
          client,
          Outcome.OVERLOADED,
          "The gateway is short of memory.",
          "Try again in a few seconds.");
    } else {
      return true;
    }
    return false;
  }

  /** Passes on what has arrived of the body; returns whether that is all of it. */
  boolean body(Downstream client, Forwarding to, ByteBuf data) {
    Exchange exchange = client.exchange();
    BodyReader body = exchange.request().body();
    long received = exchange.record().bytesIn();
    while (data.isReadable()) {
      int size = body.next(data);
      if (size == 0) {
        break;
      }
      exchange.record().received(size);
      received += size;
      if (tooLarge(received)) {
        refuseTooLarge(client);
        return false;
      }
      to.requestData(data.readRetainedSlice(size));
      if (!client.passedOnBy(to)) {
        // the write found the history server gone, and the client has its response already
        return false;
      }
    }
    if (body.failed()) {
      refuse(
          client, Outcome.BAD_REQUEST, "The chunks of the body are malformed.", "Send it again.");
      return false;
    }
    return body.done();
  }

  private static void frameBody(ClientRequest request) {
    long length = request.head().contentLength();
    if (request.head().chunked()) {
      request.body().chunked();
    } else if (length > 0) {
      request.body().length(length);
    } else {
      request.body().none();
    }
  }

  /** Whether as many requests have come on this connection as may. */
  private boolean isLast(int number) {
    if (number != bounds.requests()) {
      return false;
    }
    events.limited(Limit.REQUESTS_PER_CONNECTION);
    return true;
  }

  private boolean tooLarge(long bytes) {
    return bounds.body() > 0 && bytes > bounds.body();
  }

  private void refuseTooLarge(Downstream client) {
    events.limited(Limit.BODY);
    refuse(
        client,
        Outcome.CONTENT_TOO_LARGE,
        "The body of the request is larger than " + bounds.body() + " bytes, the limit here.",
        "Send less, or ask whoever runs the gateway to raise --max-body.");
  }

  private static void refuse(Downstream client, Outcome outcome, String reason, String nextStep) {
    client.refuse(Plan.Refuse.of(outcome, reason, nextStep));
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
