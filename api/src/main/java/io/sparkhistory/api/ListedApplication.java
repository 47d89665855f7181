package io.sparkhistory.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * An application that a history server lists, by its newest attempt. Names come from event logs:
 * text of a tenant. Times are RFC 3339 in UTC with seconds. Seven components, because a row of the
 * list has seven fields.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ListedApplication(
    @JsonPropertyDescription("The application's id, such as app-20260101120000-0001.")
        @Required
        @Size(max = ListedApplication.MAX_ID)
        String id,
    @JsonPropertyDescription("The name that the application gave itself.")
        @Size(max = ListedApplication.MAX_NAME)
        @Nullable String name,
    @JsonPropertyDescription("The newest attempt; absent when attempts have no ids.")
        @Size(max = ListedApplication.MAX_SHORT)
        @Nullable String attempt,
    @JsonPropertyDescription("The user that Spark ran as.") @Size(max = ListedApplication.MAX_USER)
        @Nullable String user,
    @JsonPropertyDescription("When the attempt started, RFC 3339.")
        @Size(max = ListedApplication.MAX_SHORT)
        @Nullable String started,
    @JsonPropertyDescription("When it ended, RFC 3339; absent while its log is incomplete.")
        @Size(max = ListedApplication.MAX_SHORT)
        @Nullable String ended,
    @JsonPropertyDescription("The version of Spark that wrote the log.")
        @Size(max = ListedApplication.MAX_SHORT)
        @Nullable String sparkVersion) {

  /** Characters of an id. */
  public static final int MAX_ID = 128;

  /** Characters of a name. */
  public static final int MAX_NAME = 128;

  /** Characters of a user. */
  public static final int MAX_USER = 64;

  /** Characters of an attempt, a time and a version. */
  public static final int MAX_SHORT = 32;
}
