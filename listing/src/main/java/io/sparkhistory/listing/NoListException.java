package io.sparkhistory.listing;

import java.io.IOException;

/** An answer is no list of applications, or longer than the bounds. */
public final class NoListException extends IOException {
  /** Says why, without anything of the answer. */
  public NoListException(String message) {
    super(message);
  }
}
