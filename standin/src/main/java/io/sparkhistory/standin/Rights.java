package io.sparkhistory.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Decides a SubjectAccessReview. */
public interface Rights {
  /**
   * Why it may be done, as the review says it; empty when it may not.
   *
   * @param spec the spec of a SubjectAccessReview
   */
  Optional<String> grant(JsonNode spec);
}
