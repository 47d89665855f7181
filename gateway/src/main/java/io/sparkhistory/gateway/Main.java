package io.sparkhistory.gateway;

import io.sparkhistory.gateway.access.Proof;
import io.sparkhistory.gateway.configuration.GatewayConfig;
import io.sparkhistory.gateway.configuration.GatewayProgram;
import io.sparkhistory.gateway.configuration.LogSettings;
import io.sparkhistory.gateway.operations.AccessLog;
import io.sparkhistory.gateway.operations.GatewayMetrics;
import io.sparkhistory.gateway.operations.LoopWatch;
import io.sparkhistory.gateway.operations.MeasuredAndLogged;
import io.sparkhistory.gateway.proxy.GatewayServer;
import io.sparkhistory.program.admin.Readiness;
import io.sparkhistory.program.commandline.Program;
import io.sparkhistory.program.commandline.Refused;
import io.sparkhistory.program.commandline.Values;
import io.sparkhistory.program.log.Log;
import io.sparkhistory.program.log.LogOptions;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;

/** Starts the gateway: reads what is configured and wires the parts together. */
public final class Main {
  private Main() {}

  /** What a JVM ends with that was told to exit when it is out of memory. */
  private static final int OUT_OF_MEMORY = 3;

  /** Ends with 2 when the arguments are not understood, and with 1 when they cannot be obeyed. */
  public static void main(String[] arguments) {
    Log.prepare();
    // Netty would note a stack trace for each 128th buffer. The tests watch every buffer, and
    // whoever looks for a leak sets the property.
    System.getProperties().putIfAbsent("io.netty.leakDetection.level", "disabled");
    // A recording of Netty's allocations needs classes whose loading is a sixth of the start.
    System.getProperties().putIfAbsent("io.netty.jfr.enabled", "false");
    Thread.setDefaultUncaughtExceptionHandler(Main::failed);
    // before the JDK's client is loaded: a sidecar goes by the Host, and a question is asked once
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,connection");
    Shutdown shutdown = new Shutdown();
    try {
      Program.Request request = GatewayProgram.read(List.of(arguments), System.getenv(), version());
      if (request instanceof Program.Request.Say say) {
        System.out.print(say.text());
      } else if (request instanceof Program.Request.Run run) {
        start(run.values(), shutdown);
        shutdown.atExit();
      }
    } catch (Refused e) {
      shutdown.run();
      e.sentences().forEach(sentence -> System.err.println("sparkhistory: " + sentence));
      System.exit(e.exitCode());
    } catch (RuntimeException | Error e) {
      // otherwise threads that have started already would keep half a gateway alive
      e.printStackTrace();
      System.exit(Refused.FAILURE);
    }
  }

  private static void start(Values values, Shutdown shutdown) throws Refused {
    GatewayConfig config = GatewayConfig.of(values);
    Tenancy tenancy = Tenancy.of(config, values);
    LogOptions.Settings logging = LogSettings.of(values);
    values.check();
    Log.apply(logging, System.err, UnaryOperator.identity());
    UserProof proof = new UserProof(config.access().proof());
    GatewayMetrics metrics = shutdown.add("meters", new GatewayMetrics(version()));
    AccessLog log =
        shutdown.add(
            "access log", Opening.accessLog(config.server().accessLog(), Clock.systemUTC()));
    metrics.countDroppedLines(log);
    MeasuredAndLogged events = new MeasuredAndLogged(metrics, log);
    ScheduledExecutorService scheduler = Opening.scheduler();
    shutdown.add("scheduler", scheduler::shutdownNow);
    Readiness liveness = new Readiness();
    Readiness readiness = new Readiness();
    TenantSource source =
        tenancy
            .open(new Tenancy.Tools(shutdown, scheduler, metrics, readiness), System.err::println)
            .watched(metrics.registry(), scheduler);
    readiness.set("listening", "the proxy has not started");
    shutdown.add(
        "admin server", Opening.admin(config.server().admin(), liveness, readiness, metrics));
    Proof proven = proof.open(scheduler, readiness);
    GatewayServer proxy = ProxyWiring.start(config, source, proven, events, readiness, shutdown);
    LoopWatch watch = new LoopWatch(proxy.loops(), LoopWatch.Limits.DEFAULT, metrics.registry());
    shutdown.add("loop watch", watch);
    liveness.check("event loops", watch::problem);
    tenancy.local().ifPresent(mode -> System.out.print(mode.greeting(source.backends(), config)));
  }

  /**
   * A JVM that was told to exit when it is out of memory does so for the heap alone. Without memory
   * for buffers requests may be half done, so the process ends as well, at once.
   */
  private static void failed(Thread thread, Throwable failure) {
    System.err.println("Exception in thread \"" + thread.getName() + "\"");
    failure.printStackTrace();
    if (failure instanceof VirtualMachineError) {
      Runtime.getRuntime().halt(OUT_OF_MEMORY);
    }
  }

  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
