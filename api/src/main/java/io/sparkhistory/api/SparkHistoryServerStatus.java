package io.sparkhistory.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Status of a history server, written by the provisioner. As many components as the API has fields.
 * Times are RFC 3339 in UTC with seconds.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SparkHistoryServerStatus(
    @JsonPropertyDescription("Where the history server is in its life.") @Nullable Phase phase,
    @JsonPropertyDescription("Where its pages are.") @Nullable String url,
    @JsonPropertyDescription(
            "The folder of the event logs, of which LogDirectory speaks; several have commas between"
                + " them.")
        @Nullable String logDirectory,
    @JsonPropertyDescription("The generation of the spec that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "When somebody last looked, RFC 3339. Written when something else in the status"
                + " changes, so it may be older than the truth.")
        @Nullable String lastActivityTime,
    @JsonPropertyDescription("When it was last started, RFC 3339.") @Nullable String wokenAt,
    @JsonPropertyDescription(
            "How long its last start took, in seconds, from the creation of its pod and without the"
                + " pulling of its image. Not written again when its container was restarted"
                + " meanwhile, and removed when the spec changes.")
        @Nullable Integer startSeconds,
    @JsonPropertyDescription(
            "Whether the gateway shows the applications that run in this namespace.")
        @Nullable Boolean liveApplications,
    @JsonPropertyDescription(
            "Ready, Progressing, LogDirectory and, when needed, SparkConf, SparkVersion, Memory,"
                + " Applications and Store.")
        @Nullable List<Condition> conditions,
    @JsonPropertyDescription(
            "The applications that it listed when it was last awake: at most 50, those first that"
                + " ended last.")
        @Size(max = SparkHistoryServerStatus.MOST_APPLICATIONS)
        @Nullable List<ListedApplication> applications,
    @JsonPropertyDescription("How many applications are there; 50 may stand for more.")
        @Nullable Integer applicationCount,
    @JsonPropertyDescription(
            "When the list was read, RFC 3339. Written when it or something else in the status"
                + " changes.")
        @Nullable String applicationsAsOf) {

  /** Applications that are kept. */
  public static final int MOST_APPLICATIONS = 50;

  /** The status of a resource that nobody has looked at yet. */
  public static final SparkHistoryServerStatus EMPTY =
      new SparkHistoryServerStatus(
          null, null, null, null, null, null, null, null, null, null, null, null);

  /** The condition of this type, if the status has it. */
  @JsonIgnore
  public Optional<Condition> condition(ConditionType type) {
    return conditions == null
        ? Optional.empty()
        : conditions.stream().filter(each -> type.text().equals(each.getType())).findFirst();
  }
}
