package io.sparkhistory.gateway.fixed;

import java.util.List;

/** The tenants' file is missing or cannot be used. */
public final class InvalidTenantsException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  InvalidTenantsException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** A sentence with path and line for each mistake. */
  public List<String> problems() {
    return problems;
  }
}
