package io.sparkhistory.standin;

import com.fasterxml.jackson.databind.JsonNode;

/** Looks at every request first; throws {@link ApiError} to respond with an error. */
public interface Interception {
  /**
   * Is called with the request.
   *
   * @param object the body of a write; a missing node otherwise
   */
  void see(String method, String path, JsonNode object) throws InterruptedException;
}
