package io.sparkhistory.gateway.fixed;

import java.util.List;

/** Result of reading the tenants' file again. */
public sealed interface Reload {

  /** The file is as it was. */
  record Unchanged() implements Reload {}

  /**
   * The file's content is in force.
   *
   * @param tenants how many there are now
   * @param warnings what is allowed and hardly meant, a sentence with path and line for each
   */
  record Applied(int tenants, List<String> warnings) implements Reload {
    public Applied {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * The file cannot be used and what was in force stays so.
   *
   * @param problems a sentence with path and line for each mistake
   */
  record Refused(List<String> problems) implements Reload {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
