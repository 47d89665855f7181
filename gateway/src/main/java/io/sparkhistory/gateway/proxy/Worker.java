package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.netty.util.internal.PlatformDependent;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that the connections of one event loop share. Only that loop touches it, so there is
 * no lock and nothing volatile in it.
 */
final class Worker {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final int SPARE_EXCHANGES = 1024;
  private static final long LOOK_MILLIS = 200;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);

  /** Before connections are cut, so that who is held still gets an answer: hold looks and some. */
  private static final long LAST_WORD = TimeUnit.SECONDS.toNanos(1);

  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** Connections that are closed at once when there must be room, and since when they are idle. */
  private static final int MAKE_ROOM = 32;

  private static final long ROOM_IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Connections that are told that there are too many; beyond it they are just closed. */
  private static final int TURNED_AWAY = 256;

  /** Beyond this share of the memory for buffers no new request is taken. */
  private static final double FULL = 0.75;

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
  final SeenAccepts seenAccepts = new SeenAccepts();
  final HeldClients held;

  private final Set<TimedHandler> connections = new HashSet<>();
  private final ArrayDeque<Exchange> spare = new ArrayDeque<>();
  private byte[] dateLine = {};
  private long dateSecond = -1;
  private int turnedAway;
  private long recentNanos = System.nanoTime();
  private long foundNoRoom = System.nanoTime() - ROOM_IDLE_NANOS;
  private boolean shortOfMemory;
  private boolean draining;
  private boolean ending;
  private long drainEnd;

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
    held = new HeldClients(settings.bounds(), parts.events());
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

  /** Whether one more client may be told that there are too many; see {@link #turnedAway}. */
  boolean turnAway() {
    return turnedAway < TURNED_AWAY && ++turnedAway > 0;
  }

  void turnedAway() {
    turnedAway--;
  }

  /** Whether buffers take so much memory that they had better become fewer first. */
  boolean shortOfMemory() {
    return shortOfMemory;
  }

  /** The operating system has no socket to give: what is idle gives its own back, if any is. */
  boolean giveSocketsBack() {
    boolean closed = pool.closeIdle();
    return makeRoom() || closed;
  }

  /**
   * Closes some connections that only wait for a request, as HTTP allows at any time (RFC 9112,
   * section 9.5), so that those who want something are not kept out by those who may. Answers
   * whether there were any.
   */
  boolean makeRoom() {
    if (System.nanoTime() - foundNoRoom < ROOM_IDLE_NANOS / 10) {
      return false;
    }
    List<TimedHandler> idle = new ArrayList<>(MAKE_ROOM);
    for (TimedHandler connection : connections) {
      if (connection instanceof ClientConnection client && client.isIdle(ROOM_IDLE_NANOS)) {
        idle.add(connection);
        if (idle.size() == MAKE_ROOM) {
          break;
        }
      }
    }
    idle.forEach(TimedHandler::close);
    if (idle.isEmpty()) {
      foundNoRoom = System.nanoTime();
    }
    return !idle.isEmpty();
  }

  /** Reads the clock: {@link System#nanoTime}. */
  long readClock() {
    recentNanos = System.nanoTime();
    return recentNanos;
  }

  /** What the clock said when it was last read: as a rule less than a look ago. */
  long recentNanos() {
    return recentNanos;
  }

  /** A time that has hardly passed yet, so that no deadline that is counted from it is early. */
  long soonNanos() {
    return recentNanos + LOOK_NANOS;
  }

  /** Does something on this event loop; a failure is logged and no more. */
  void soon(Runnable task) {
    loop.execute(guarded(task));
  }

  /** The same, in a while. */
  ScheduledFuture<?> later(Runnable task, long millis) {
    return loop.schedule(guarded(task), millis, TimeUnit.MILLISECONDS);
  }

  boolean draining() {
    return draining;
  }

  /** Whether a connection ends as soon as no request is going on, whatever its answer said. */
  boolean ending() {
    return ending;
  }

  /** From now on answers say {@code Connection: close}, so that clients go elsewhere. */
  void leave() {
    draining = true;
  }

  /**
   * Until when a client may be held that would wait until then: it is answered before it is cut.
   */
  long heldUntil(long wanted) {
    return ending && wanted - drainEnd > 0 ? drainEnd : wanted;
  }

  /**
   * Closes what is idle; what is busy ends its exchange first.
   *
   * @param end when the rest will be cut, as {@link System#nanoTime}
   */
  void drain(long end) {
    leave();
    ending = true;
    drainEnd = end - LAST_WORD;
    List<TimedHandler> now = new ArrayList<>(connections);
    for (TimedHandler connection : now) {
      if (connection instanceof ClientConnection client) {
        client.drain();
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

  /**
   * An Error, such as no memory for a buffer, leaves things half done: it is for whoever watches
   * over the process's threads to end it, because an exception here ends one connection and no
   * more.
   */
  static void endIfUnsound(Throwable cause) {
    if (cause instanceof VirtualMachineError) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, cause);
    }
  }

  private void look() {
    shortOfMemory =
        PooledByteBufAllocator.DEFAULT.pinnedDirectMemory()
            > FULL * PlatformDependent.maxDirectMemory();
    long now = readClock();
    List<TimedHandler> all = new ArrayList<>(connections);
    for (TimedHandler connection : all) {
      try {
        connection.look(now);
      } catch (RuntimeException | Error e) {
        // the others' deadlines count too
        failed(e);
        connection.close();
      }
    }
  }

  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        failed(e);
      }
    };
  }

  private static void failed(Throwable failure) {
    LOG.error("A connection's task failed", failure);
    endIfUnsound(failure);
  }
}
