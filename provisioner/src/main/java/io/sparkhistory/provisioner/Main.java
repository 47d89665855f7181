package io.sparkhistory.provisioner;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/** Starts the provisioner, or renders. */
public final class Main {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private static final PrintStream ERR =
      new PrintStream(new GuardedOutput(System.err), true, StandardCharsets.UTF_8);

  private Main() {}

  public static void main(String[] arguments) {
    System.setErr(ERR); // before anything logs
    CommandLine line = CommandLine.read(List.of(arguments), System.getenv());
    if (line instanceof CommandLine.Print print) {
      OUT.print(print.text());
    } else if (line instanceof CommandLine.Refuse refuse) {
      fail(refuse.errors());
    } else if (line instanceof CommandLine.Render render) {
      render(render);
    } else if (line instanceof CommandLine.Run run) {
      run(run.config());
    }
  }

  private static void render(CommandLine.Render render) {
    try {
      OUT.print(Render.render(render.config(), render.file(), System.in));
    } catch (IllegalArgumentException e) {
      fail(String.valueOf(e.getMessage()).lines().toList());
    } catch (IOException e) {
      fail(List.of("Cannot read " + e.getMessage()));
    }
  }

  private static void run(ProvisionerConfig config) {
    try {
      Running.start(config, Clock.systemUTC());
    } catch (IllegalArgumentException e) {
      fail(List.of(String.valueOf(e.getMessage())));
    } catch (IOException e) {
      fail(List.of("Cannot listen on " + config.presence().admin() + ": " + e.getMessage()));
    } catch (KubernetesClientException | OperatorException e) {
      fail(List.of("Cannot work with the Kubernetes API: " + e.getMessage()));
    }
  }

  private static void fail(List<String> errors) {
    errors.forEach(error -> ERR.println("sparkhistory provisioner: " + error));
    System.exit(1);
  }
}
