package io.sparkhistory.gateway.operations;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.sparkhistory.gateway.request.Completion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line of JSON for each request, written by a thread of its own. An event loop puts its line
 * into a lane that no other thread adds to, and goes on; when the writer cannot follow, lines are
 * left out and counted. Lines of different event loops may be out of order by a fraction of a
 * second.
 */
public final class AccessLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

  /** More event loops than any machine should be given. */
  private static final int MAX_LANES = 1024;

  /** How long the writer rests when there was nothing to write, and when there was. */
  private static final long IDLE_NANOS = MILLISECONDS.toNanos(100);

  private static final long BUSY_NANOS = MILLISECONDS.toNanos(10);

  private static final long ROTATION_NANOS = SECONDS.toNanos(1);
  private static final long COMPLAINT_NANOS = MINUTES.toNanos(1);

  /** How long the end waits for the last lines, for instance when nobody reads our output. */
  private static final long CLOSE_MILLIS = 2000;

  private final Clock clock;
  private final @Nullable LogFile file;
  private final List<LogLane> lanes = new CopyOnWriteArrayList<>();
  private final ThreadLocal<Pen> pens = ThreadLocal.withInitial(this::newPen);
  private final LongAdder dropped = new LongAdder();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(LogLane.CAPACITY);
  private final Thread writer = new Thread(this::writeLines, "access-log");
  private volatile boolean closed;

  private long lastRotationCheck = System.nanoTime();
  private long lastComplaint = System.nanoTime() - COMPLAINT_NANOS;

  /** What a thread needs to write a line. */
  private record Pen(AccessLogLine line, @Nullable LogLane lane) {}

  private AccessLog(@Nullable LogFile file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /**
   * Opens the log and starts its writer.
   *
   * @param target {@code -} for standard output, {@code off} for none, otherwise a file
   * @throws IOException when the file can neither be opened nor made
   */
  public static AccessLog open(String target, Clock clock) throws IOException {
    AccessLog log =
        switch (target) {
          case "off" -> new AccessLog(null, clock);
          case "-" -> new AccessLog(LogFile.standardOutput(), clock);
          default -> new AccessLog(LogFile.append(Path.of(target)), clock);
        };
    if (log.file != null) {
      log.writer.setDaemon(true);
      log.writer.start();
    }
    return log;
  }

  /** Never blocks. */
  void write(Completion completion) {
    if (file == null) {
      return;
    }
    Pen pen = pens.get();
    if (pen.lane() == null || closed) {
      dropped.increment();
      return;
    }
    pen.line().write(completion, clock.millis());
    switch (pen.lane().offer(pen.line().bytes(), pen.line().length())) {
      case ADDED -> {}
      case HALF_FULL -> LockSupport.unpark(writer);
      case REFUSED -> dropped.increment();
    }
  }

  /** Lines that could not be written since the start. */
  public long dropped() {
    return dropped.sum();
  }

  /** Writes what is still there, waiting two seconds at most. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(writer);
    try {
      writer.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Pen newPen() {
    LogLane lane = lanes.size() < MAX_LANES ? new LogLane() : null;
    if (lane != null) {
      lanes.add(lane);
    }
    return new Pen(new AccessLogLine(), lane);
  }

  private void writeLines() {
    LogFile to = Objects.requireNonNull(file);
    boolean last;
    do {
      // read before the lanes are, so that what was added before the end is still seen
      last = closed;
      followRotation(to);
      boolean any = false;
      for (LogLane lane : lanes) {
        any |= drain(lane, to);
      }
      if (!last) {
        LockSupport.parkNanos(any ? BUSY_NANOS : IDLE_NANOS);
      }
    } while (!last);
    try {
      to.close();
    } catch (IOException e) {
      complain(e);
    }
  }

  private boolean drain(LogLane lane, LogFile to) {
    buffer.clear();
    lane.drainTo(buffer);
    buffer.flip();
    boolean any = buffer.hasRemaining();
    if (any) {
      try {
        to.write(buffer);
      } catch (IOException e) {
        dropped.add(linesLeft());
        complain(e);
      }
    }
    return any;
  }

  private long linesLeft() {
    long lines = 0;
    while (buffer.hasRemaining()) {
      lines += buffer.get() == '\n' ? 1 : 0;
    }
    return lines;
  }

  private void followRotation(LogFile to) {
    long now = System.nanoTime();
    if (now - lastRotationCheck < ROTATION_NANOS) {
      return;
    }
    lastRotationCheck = now;
    try {
      to.followRotation();
    } catch (IOException e) {
      complain(e);
    }
  }

  private void complain(IOException e) {
    long now = System.nanoTime();
    if (now - lastComplaint >= COMPLAINT_NANOS) {
      lastComplaint = now;
      LOG.warn("The access log cannot be written, lines are left out: {}", e.getMessage());
    }
  }
}
