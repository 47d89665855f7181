package io.sparkhistory.gateway.upstream;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks on one event loop. A task that fails is logged, and the loop goes on. */
public final class LoopTasks {
  private static final Logger LOG = LoggerFactory.getLogger(LoopTasks.class);

  private final EventLoop loop;

  public LoopTasks(EventLoop loop) {
    this.loop = loop;
  }

  public void execute(Runnable task) {
    loop.execute(guarded(task));
  }

  public ScheduledFuture<?> schedule(Runnable task, long millis) {
    return loop.schedule(guarded(task), millis, TimeUnit.MILLISECONDS);
  }

  /** Runs the task until the loop ends, with this pause after each run. */
  public void repeat(Runnable task, long millis) {
    var unused = loop.scheduleWithFixedDelay(guarded(task), millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Runs the task now when the caller is on the loop, otherwise soon. */
  void onLoop(Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
    } else {
      execute(task);
    }
  }

  /**
   * Hands an Error, such as no memory for a buffer, to whoever watches over the process's threads:
   * it leaves things half done. An exception ends one connection and no more.
   */
  public static void endIfUnsound(Throwable cause) {
    if (cause instanceof VirtualMachineError) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, cause);
    }
  }

  static void failed(Throwable failure) {
    LOG.error("A connection's task failed", failure);
    endIfUnsound(failure);
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
}
