package io.sparkhistory.provisioner.configuration;

import io.sparkhistory.program.commandline.Kind;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Values;

/**
 * Which namespaces get a resource by themselves.
 *
 * @param selector label selector
 */
public record Profiles(boolean enabled, String selector) {
  static final OptionGroup OPTIONS = new OptionGroup(Commands.ALL);

  private static final Option<Boolean> PROFILES =
      OPTIONS.option(
          "profiles",
          Kind.BOOLEAN,
          "true",
          "each namespace that matches --profile-selector gets a history server");
  private static final Option<String> PROFILE_SELECTOR =
      OPTIONS.option(
          "profile-selector",
          Kinds.SELECTOR,
          "app.kubernetes.io/part-of=kubeflow-profile",
          "label selector of the namespaces that get a history server by --profiles");

  static Profiles of(Values values) {
    return new Profiles(values.get(PROFILES), values.get(PROFILE_SELECTOR));
  }
}
