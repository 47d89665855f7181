package io.sparkhistory.provisioner;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.sparkhistory.program.commandline.Program;
import io.sparkhistory.program.commandline.Refused;
import io.sparkhistory.program.commandline.Values;
import io.sparkhistory.program.log.Log;
import io.sparkhistory.program.log.LogOptions;
import io.sparkhistory.provisioner.configuration.Commands;
import io.sparkhistory.provisioner.configuration.LogSettings;
import io.sparkhistory.provisioner.configuration.ProvisionerConfig;
import io.sparkhistory.provisioner.configuration.ProvisionerProgram;
import io.sparkhistory.provisioner.spec.Secrets;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/** Starts the provisioner, or renders. */
public final class Main {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private static final PrintStream RAW = System.err;
  private static final PrintStream ERR =
      new PrintStream(new GuardedOutput(RAW), true, StandardCharsets.UTF_8);

  private Main() {}

  /** Ends with 2 when the arguments are not understood, and with 1 when they cannot be obeyed. */
  public static void main(String[] arguments) {
    System.setErr(ERR); // before anything logs
    Log.prepare();
    try {
      Program.Request request =
          ProvisionerProgram.PROGRAM.read(List.of(arguments), System.getenv(), version());
      if (request instanceof Program.Request.Say say) {
        OUT.print(say.text());
      } else if (request instanceof Program.Request.Run run) {
        obey(run.values());
      }
    } catch (Refused e) {
      fail(e.sentences(), e.exitCode());
    }
  }

  private static void obey(Values values) throws Refused {
    ProvisionerConfig config = ProvisionerConfig.of(values);
    LogOptions.Settings logging = LogSettings.of(values);
    if (values.command().equals(Commands.RENDER)) {
      String file = ProvisionerProgram.file(values);
      values.check();
      Log.apply(logging, RAW, Secrets.UNKNOWN::hide);
      render(config, file);
    } else {
      values.check();
      Log.apply(logging, RAW, Secrets.UNKNOWN::hide);
      run(config);
    }
  }

  private static void render(ProvisionerConfig config, String file) throws Refused {
    try {
      OUT.print(Render.render(config, file, System.in));
    } catch (IllegalArgumentException e) {
      throw new Refused(String.valueOf(e.getMessage()).lines().toList(), Refused.FAILURE);
    } catch (IOException e) {
      throw new Refused("Cannot read " + e.getMessage());
    }
  }

  private static void run(ProvisionerConfig config) throws Refused {
    try {
      Running.start(config, Clock.systemUTC());
    } catch (IllegalArgumentException e) {
      throw new Refused(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new Refused("Cannot listen on " + config.presence().admin() + ": " + e.getMessage());
    } catch (KubernetesClientException | OperatorException e) {
      throw new Refused("Cannot work with the Kubernetes API: " + e.getMessage());
    }
  }

  private static void fail(List<String> sentences, int exitCode) {
    sentences.forEach(sentence -> ERR.println("sparkhistory provisioner: " + sentence));
    System.exit(exitCode);
  }

  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
