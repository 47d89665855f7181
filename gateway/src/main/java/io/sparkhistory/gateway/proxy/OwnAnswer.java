package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.sparkhistory.gateway.page.Page;
import io.sparkhistory.gateway.page.Pages;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.routing.ByteRange;
import io.sparkhistory.gateway.routing.Field;
import java.util.Map;
import java.util.regex.Pattern;

/** Answers of the gateway's own: a page, written as a response. */
final class OwnAnswer {
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}.*");

  private final Worker worker;
  private final ClientConnection client;
  private final ByteRange accept = new ByteRange();

  OwnAnswer(Worker worker, ClientConnection client) {
    this.worker = worker;
    this.client = client;
  }

  /** Whether the client would rather be shown a page than JSON. */
  boolean html(Exchange exchange) {
    return exchange.headRead
        && exchange.request.count(Field.ACCEPT) > 0
        && worker.seenAccepts.wantHtml(exchange.request.value(Field.ACCEPT, accept));
  }

  void refuse(Exchange exchange, Plan.Refuse plan) {
    exchange.plan = exchange.plan == null ? plan : exchange.plan;
    String allow = plan.outcome() == Outcome.METHOD_NOT_ALLOWED ? "GET, HEAD" : "";
    String target = exchange.headRead ? exchange.target().text() : "";
    var asked = new Pages.Asked(target, traceId(exchange.traceparent()), allow);
    send(exchange, plan.outcome(), worker.parts.pages().refused(plan, asked, html(exchange)));
  }

  /** Writes the page and ends the exchange; closes when its request was not read whole. */
  void send(Exchange exchange, Outcome outcome, Page page) {
    exchange.keepAlive &= exchange.headRead && exchange.requestBody.done() && !worker.draining();
    exchange.status = page.status();
    exchange.answerBegun = true;
    exchange.ends(outcome, "");
    byte[] body = exchange.isHead() ? new byte[0] : page.body();
    exchange.bytesOut = body.length;
    ByteBuf out = client.alloc().ioBuffer(1024 + body.length);
    write(page, phrase(outcome, page), worker.dateLine(), exchange.keepAlive, out);
    out.writeBytes(body);
    client.put(out);
    client.flushNow();
    client.ended();
  }

  /** Writes the head that goes with the page. */
  static void write(Page page, String phrase, byte[] dateLine, boolean keepAlive, ByteBuf out) {
    ByteBufUtil.writeAscii(out, "HTTP/1.1 " + page.status() + " " + phrase + "\r\n");
    out.writeBytes(dateLine);
    if (!page.contentType().isEmpty()) {
      line(out, "Content-Type", page.contentType());
    }
    line(out, "Content-Length", Integer.toString(page.body().length));
    for (Map.Entry<String, String> field : page.fields().entrySet()) {
      line(out, field.getKey(), field.getValue());
    }
    line(out, "Connection", keepAlive ? "keep-alive" : "close");
    out.writeBytes(new byte[] {'\r', '\n'});
  }

  private static String phrase(Outcome outcome, Page page) {
    return outcome.status() == page.status() ? outcome.phrase() : "Other";
  }

  private static void line(ByteBuf out, String name, String value) {
    out.writeCharSequence(name + ": " + value + "\r\n", ISO_8859_1);
  }

  /** The trace id within a {@code traceparent}: 32 hex digits behind the version. */
  private static String traceId(ByteRange traceparent) {
    String text = traceparent.text();
    return TRACEPARENT.matcher(text).matches() ? text.substring(3, 35) : "";
  }
}
