package io.sparkhistory.gateway.configuration;

import io.sparkhistory.gateway.routing.FieldNames;
import io.sparkhistory.program.commandline.Kind;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Values;

/**
 * Settings of the identity headers.
 *
 * @param userHeader lower case
 * @param groupsHeader lower case
 */
public record VisitorSettings(String userHeader, String userPrefix, String groupsHeader) {
  static final OptionGroup OPTIONS = new OptionGroup(Commands.SERVING);

  private static final Option<String> USER_HEADER =
      OPTIONS.option(
          "user-header", Kinds.HEADER, "kubeflow-userid", "request field that names the visitor");
  private static final Option<String> USER_PREFIX =
      OPTIONS.option("user-prefix", Kind.TEXT, "", "prefix to remove once from the visitor's name");
  private static final Option<String> GROUPS_HEADER =
      OPTIONS.option(
          "groups-header",
          Kinds.HEADER,
          "kubeflow-groups",
          "request field with the visitor's groups, separated by commas");

  static VisitorSettings of(Values values) {
    VisitorSettings settings =
        new VisitorSettings(
            values.get(USER_HEADER), values.get(USER_PREFIX), values.get(GROUPS_HEADER));
    values.require(
        settings.isDistinct(),
        "--user-header and --groups-header must differ in letters or digits");
    return settings;
  }

  /** Whether user and groups are told apart, whatever a proxy makes of hyphens and case. */
  boolean isDistinct() {
    return !FieldNames.sameLetters(userHeader, groupsHeader);
  }
}
