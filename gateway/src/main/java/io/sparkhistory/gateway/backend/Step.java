package io.sparkhistory.gateway.backend;

/** How far a starting history server is, in the order in which things happen. */
public enum Step {
  QUEUED("Waiting for its turn"),
  SCHEDULED("Finding a machine"),
  PULLING_IMAGE("Pulling the image"),
  CREATING_LOG_FOLDER("Creating the log folder"),
  STARTING_SPARK("Starting Spark"),
  READING_LOGS("Reading the list of logs");

  private final String text;

  Step(String text) {
    this.text = text;
  }

  /** What people read. */
  public String text() {
    return text;
  }
}
