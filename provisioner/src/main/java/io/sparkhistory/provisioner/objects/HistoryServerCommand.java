package io.sparkhistory.provisioner.objects;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.sparkhistory.api.SparkHistoryServerSpec.PodTemplate;
import io.sparkhistory.historyserver.JavaFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The command of a history server: with the launcher of its image, or Spark's own class. */
final class HistoryServerCommand {
  /**
   * Of a log, the kubelet keeps the last 2048 bytes as termination message, which one stack trace
   * of an S3 client would fill: its first line, which has the reason, must be in there, too.
   */
  static final String SHORT_TRACES = "-XX:MaxJavaStackTraceDepth=8";

  private static final String SPARK = "org.apache.spark.deploy.history.HistoryServer";

  /** By its name, because it runs in an image that may be of another version. */
  private static final String LAUNCHER = "io.sparkhistory.historyserver.Launcher";

  /** What the image knows of its class path and its class-data archive (deploy/image). */
  private static final String JAVA_OPTIONS = "/history-server/java-options";

  /** Variables that Java takes options from. */
  private static final Set<String> OPTIONS_OF_JAVA =
      Set.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

  private static final Pattern COLLECTOR = Pattern.compile("-XX:[+-]Use[A-Za-z0-9]+GC\\b");

  private HistoryServerCommand() {}

  /**
   * The command.
   *
   * @param config folder with the files of the settings
   */
  static List<String> of(DesiredState state, String config) {
    List<String> command = new ArrayList<>();
    command.add("java");
    if (state.spec().hasLauncher()) {
      command.add("@" + state.cluster().sparkHome() + JAVA_OPTIONS);
      command.addAll(flags(state));
    }
    command.add("-Xmx" + state.spec().heapMebibytes() + "m");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add(SHORT_TRACES);
    if (state.spec().hasLauncher()) {
      command.add(LAUNCHER);
      command.add("--log-folder=make");
      if (state.spec().keptStore().isPresent()) {
        // its end is how the status learns that a store was thrown away
        command.add("--store=restart");
      }
    } else {
      command.add("-cp");
      command.add(classPath(state, config));
      command.add(SPARK);
    }
    command.add("--properties-file");
    command.add(config + "/" + SettingsFiles.PROPERTIES);
    return command;
  }

  /** Flags for a cheap start; an owner's own choice of a collector is not contradicted. */
  private static List<String> flags(DesiredState state) {
    List<String> flags = new ArrayList<>();
    if (!choosesCollector(state)) {
      flags.add(JavaFlags.SERIAL);
    }
    flags.addAll(JavaFlags.LATE_OPTIMIZATION);
    flags.add(JavaFlags.metaspace(state.spec().heapMebibytes()));
    return flags;
  }

  /**
   * Whether the owner's environment may choose a collector: Java refuses to start with two. A value
   * from elsewhere is not known.
   */
  private static boolean choosesCollector(DesiredState state) {
    PodTemplate own = state.spec().merged().podTemplate();
    List<EnvVar> env = own == null ? null : own.env();
    return env != null
        && env.stream()
            .filter(each -> OPTIONS_OF_JAVA.contains(each.getName()))
            .anyMatch(each -> each.getValue() == null || COLLECTOR.matcher(each.getValue()).find());
  }

  /** Class path without a launcher. */
  static String classPath(DesiredState state, String config) {
    String home = state.cluster().sparkHome();
    return config + ":" + home + "/conf:" + home + "/jars/*";
  }
}
