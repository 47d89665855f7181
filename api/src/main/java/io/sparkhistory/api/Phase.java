package io.sparkhistory.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Phase of a history server, for people; programs read the conditions. */
public enum Phase {
  /** It should run and cannot be started yet: it waits for its turn or for a machine. */
  @JsonProperty("Pending")
  PENDING,
  @JsonProperty("Starting")
  STARTING,
  @JsonProperty("Ready")
  READY,
  /** Nothing runs; a visit starts it. */
  @JsonProperty("Asleep")
  ASLEEP,
  /** It does not start; the conditions say why. */
  @JsonProperty("Failed")
  FAILED
}
