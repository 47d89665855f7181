package io.sparkhistory.gateway.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;

/**
 * Runs a history server and ends with the gateway that started it.
 *
 * <p>The gateway holds the other end of this process's standard input and writes nothing into it.
 * When the gateway ends, in whatever way, the operating system closes that end, and the read here
 * returns. That is so for {@code kill -9} too, and unlike {@code prctl(PR_SET_PDEATHSIG)} it does
 * not depend on the thread that started the process.
 *
 * <p>This class is copied out of the gateway's jar and loaded next to Spark's jars alone, so it
 * uses nothing but the JDK and has no second class file.
 */
public final class HistoryServerMain {
  private HistoryServerMain() {}

  /** Calls {@code main} of the class that the only argument names. */
  public static void main(String[] arguments) throws Throwable {
    InputStream gateway = System.in;
    Thread watch = new Thread(() -> endWith(gateway), "gateway-watch");
    watch.setDaemon(true);
    watch.start();
    try {
      Class.forName(arguments[0])
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void endWith(InputStream gateway) {
    try {
      gateway.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      System.err.println("Cannot read from the gateway: " + e);
    }
    // Not exit: shutdown hooks take their time, and there is nothing here that must be saved.
    Runtime.getRuntime().halt(0);
  }
}
