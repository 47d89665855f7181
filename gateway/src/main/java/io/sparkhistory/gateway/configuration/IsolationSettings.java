package io.sparkhistory.gateway.configuration;

import io.sparkhistory.gateway.fence.Fence;
import io.sparkhistory.gateway.routing.FieldNames;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Values;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Settings of the isolation between visitors and history servers: forwarded fields and cookies, the
 * fence.
 *
 * @param forwardedFields names of request fields that history servers are sent in addition
 * @param fence how documents of history servers are confined
 */
public record IsolationSettings(
    Set<String> allowedCookies, Set<String> forwardedFields, Fence.Mode fence) {
  static final OptionGroup OPTIONS = new OptionGroup(Commands.SERVING);

  private static final Option<Set<String>> ALLOWED_COOKIES =
      OPTIONS.option(
          "allowed-cookies", Kinds.COOKIES, "", "names of cookies to forward to history servers");
  private static final Option<Set<String>> FORWARDED_FIELDS =
      OPTIONS.option(
          "forwarded-fields",
          Kinds.FIELDS,
          "",
          "names of further request fields to forward to history servers");
  private static final Option<Fence.Mode> FENCE =
      OPTIONS.option(
          "fence",
          Kinds.FENCE,
          "on",
          "on: pages of history servers can load from and send to their namespace's path"
              + " alone; report: violations are counted, not blocked; off: no policy");

  public IsolationSettings {
    allowedCookies = Set.copyOf(allowedCookies);
    forwardedFields = Collections.unmodifiableSet(new LinkedHashSet<>(forwardedFields));
  }

  /**
   * Reads the options.
   *
   * @param visitor whose header fields no other option may forward
   */
  static IsolationSettings of(Values values, VisitorSettings visitor) {
    IsolationSettings settings =
        new IsolationSettings(
            values.get(ALLOWED_COOKIES), values.get(FORWARDED_FIELDS), values.get(FENCE));
    if (visitor.isDistinct()) {
      FieldNames.refusals(visitor.userHeader(), visitor.groupsHeader(), settings.forwardedFields)
          .forEach(refusal -> values.require(false, "--forwarded-fields: " + refusal));
    }
    return settings;
  }
}
