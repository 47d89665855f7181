package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.channel.EventLoop;
import io.sparkhistory.gateway.http.BodyWriter;
import io.sparkhistory.gateway.http.HeadParser;
import io.sparkhistory.gateway.http.RequestHeadWriter;
import io.sparkhistory.gateway.http.ResponseHeadWriter;
import io.sparkhistory.gateway.routing.LocationRewriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Everything that the connections of one event loop share. Only that loop touches it, so there is
 * no lock and nothing volatile in it.
 */
final class Worker {
  private static final int SPARE_EXCHANGES = 1024;
  private static final long LOOK_MILLIS = 200;
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  final EventLoop loop;
  final Transport transport;
  final ProxySettings settings;
  final ProxyParts parts;
  final HeadParser parser;
  final RequestHeadWriter requestWriter;
  final ResponseHeadWriter responseWriter;
  final BodyWriter bodyWriter;
  final UpstreamPool pool;
  final Replays replays;

  private final Set<TimedHandler> connections = new HashSet<>();
  private final ArrayDeque<Exchange> spare = new ArrayDeque<>();
  private byte[] dateLine = {};
  private long dateSecond = -1;
  private int held;
  private boolean draining;

  Worker(
      EventLoop loop,
      Transport transport,
      Replays replays,
      ProxySettings settings,
      ProxyParts parts) {
    this.replays = replays;
    this.loop = loop;
    this.transport = transport;
    this.settings = settings;
    this.parts = parts;
    parser = new HeadParser(settings.limits(), parts.names());
    requestWriter = new RequestHeadWriter(parts.rules(), settings.userHeader());
    responseWriter = new ResponseHeadWriter(parts.rules(), new LocationRewriter());
    bodyWriter = new BodyWriter(parts.rules());
    pool = new UpstreamPool(this);
  }

  /** Starts to look at deadlines, until the loop ends. */
  void start() {
    var unused =
        loop.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  void opened(TimedHandler connection) {
    connections.add(connection);
  }

  void closed(TimedHandler connection) {
    connections.remove(connection);
  }

  Exchange take() {
    Exchange exchange = spare.pollLast();
    return exchange == null ? new Exchange(parser) : exchange;
  }

  void give(Exchange exchange) {
    exchange.clear();
    if (spare.size() < SPARE_EXCHANGES) {
      spare.addLast(exchange);
    }
  }

  /** Whether one more API client may wait for a server; pair it with {@link #released}. */
  boolean hold() {
    if (held >= settings.bounds().held()) {
      return false;
    }
    held++;
    parts.events().held(1);
    return true;
  }

  void released() {
    held--;
    parts.events().held(-1);
  }

  boolean draining() {
    return draining;
  }

  /** Closes what is idle; what is busy ends its exchange first, with {@code Connection: close}. */
  void drain() {
    draining = true;
    List<TimedHandler> now = new ArrayList<>(connections);
    for (TimedHandler connection : now) {
      if (connection instanceof ClientConnection client) {
        client.closeIfIdle();
      }
    }
  }

  /** Closes every connection, whatever it is doing. */
  void closeAll() {
    draining = true;
    List<TimedHandler> now = new ArrayList<>(connections);
    now.forEach(TimedHandler::close);
  }

  /** The {@code Date} line of an answer that is written now, with its CRLF. */
  byte[] dateLine() {
    long second = parts.clock().millis() / 1000;
    if (second != dateSecond) {
      dateSecond = second;
      String date = IMF_FIXDATE.format(Instant.ofEpochSecond(second));
      dateLine = ("Date: " + date + "\r\n").getBytes(ISO_8859_1);
    }
    return dateLine;
  }

  private void look() {
    long now = System.nanoTime();
    List<TimedHandler> all = new ArrayList<>(connections);
    for (TimedHandler connection : all) {
      connection.look(now);
    }
  }
}
