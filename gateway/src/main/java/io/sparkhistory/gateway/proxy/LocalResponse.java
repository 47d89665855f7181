package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.sparkhistory.gateway.http.Head;
import io.sparkhistory.gateway.page.Page;
import io.sparkhistory.gateway.page.Pages;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.routing.ByteRange;
import io.sparkhistory.gateway.routing.Field;
import io.sparkhistory.gateway.routing.Routes;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes pages of the gateway as responses. For one thread. */
final class LocalResponse {
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}.*");

  /** Value of {@code Sec-Fetch-Mode} (W3C Fetch Metadata). */
  private static final byte[] NAVIGATE = "navigate".getBytes(ISO_8859_1);

  private final Pages pages;
  private final Routes routes;
  private final DateLine date;
  private final Drain drain;
  private final SeenAccepts seenAccepts = new SeenAccepts();
  private final ByteRange value = new ByteRange();

  LocalResponse(Pages pages, Routes routes, DateLine date, Drain drain) {
    this.pages = pages;
    this.routes = routes;
    this.date = date;
    this.drain = drain;
  }

  Pages pages() {
    return pages;
  }

  /**
   * Whether a person is shown the response, who gets a page; programs get JSON, and are held while
   * a server wakes. Below {@code api/} programs ask, whatever they accept; only what says that it
   * is a browser on its way to another page, which no script can say, is one there, too.
   */
  boolean html(ClientRequest request) {
    Head head = request.head();
    return head.count(Field.ACCEPT) > 0
        && seenAccepts.wantHtml(head.value(Field.ACCEPT, value))
        && (navigates(head) || !isApi(head.target()));
  }

  private boolean isApi(ByteRange target) {
    return routes.isApi(target.bytes(), target.from(), target.to());
  }

  private boolean navigates(Head head) {
    ByteRange mode = head.value(Field.FETCH_MODE, value);
    return Arrays.equals(mode.bytes(), mode.from(), mode.to(), NAVIGATE, 0, NAVIGATE.length);
  }

  void refuse(Downstream client, Plan.Refuse plan) {
    Exchange exchange = client.exchange();
    ClientRequest request = exchange.request();
    exchange.record().planIfNone(plan);
    String allow = plan.outcome() == Outcome.METHOD_NOT_ALLOWED ? "GET, HEAD" : "";
    String target = request.headRead() ? request.target().text() : "";
    var asked = new Pages.Asked(target, traceId(exchange.record().traceparent()), allow);
    send(client, plan.outcome(), pages.refused(plan, asked, html(request)));
  }

  /** Writes the page and ends the exchange; closes when its request was not read whole. */
  void send(Downstream client, Outcome outcome, Page page) {
    Exchange exchange = client.exchange();
    ClientRequest request = exchange.request();
    exchange.keepAliveOnlyIf(request.headRead() && request.body().done() && !drain.leaving());
    exchange.beginResponse(page.status());
    exchange.record().ends(outcome, "");
    byte[] body = request.isHead() ? new byte[0] : page.body();
    exchange.record().responded(body.length);
    ByteBuf out = client.alloc().ioBuffer(1024 + body.length);
    write(
        page.framedBy(framedBy(request)),
        phrase(outcome, page),
        date.now(),
        exchange.keepsAlive(),
        out);
    out.writeBytes(body);
    client.put(out);
    client.flushNow();
    client.ended();
  }

  /** Who may frame the page beside its own host; empty: nobody. */
  private String framedBy(ClientRequest request) {
    return request.headRead() ? routes.hosts().framedBy(request.visit().host()) : "";
  }

  /** Writes the page as the last response of a connection. */
  void writeLast(Page page, Outcome outcome, ByteBuf out) {
    write(page, phrase(outcome, page), date.now(), false, out);
    out.writeBytes(page.body());
  }

  /** Writes the head that goes with the page. */
  private static void write(
      Page page, String phrase, byte[] dateLine, boolean keepAlive, ByteBuf out) {
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
