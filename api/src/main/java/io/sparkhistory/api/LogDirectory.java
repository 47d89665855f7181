package io.sparkhistory.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * One of several folders of event logs. Null is what the schema refuses and the provisioner's
 * defaults may still have.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record LogDirectory(
    @JsonPropertyDescription("Name of the folder on Spark's pages, in the column Log Source.")
        @Required
        @Size(max = 63)
        @ValidationRule(
            value = "self.matches('" + LogDirectory.NAME + "')",
            message =
                "the name of a log directory must be letters and digits, with ' ', '.', '_' and '-'"
                    + " between them")
        @Nullable String name,
    @JsonPropertyDescription("The folder: a URL that Hadoop understands.")
        @Required
        @Size(max = 1024)
        @ValidationRule(
            value = "self.matches('" + SparkHistoryServerSpec.LOG_DIRECTORY + "')",
            message =
                "the url of a log directory must be such as s3a://bucket/folder, with one of the"
                    + " schemes s3a, gs, abfs, abfss, wasb, wasbs, hdfs, viewfs, file")
        @ValidationRule(
            value = "!self.contains('..')",
            message = "the url of a log directory must not contain '..'")
        @Nullable String url) {

  /** Pattern of a name: Spark separates names by commas and trims them. */
  public static final String NAME = "^[A-Za-z0-9]([A-Za-z0-9 ._-]*[A-Za-z0-9])?$";

  /** Folders of one server: each is listed every ten seconds while it is awake. */
  public static final int MOST = 10;

  /** The versions of Spark that read several, as {@code sparkVersion} writes them. */
  static final String SPARK = "^0*(4[.]0*([2-9]|[1-9][0-9])|[5-9][.].*|[1-9][0-9][.].*)([.].*)?$";
}
