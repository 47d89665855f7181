package io.sparkhistory.listing;

import java.io.IOException;

/** A response is no list of applications, or longer than the bounds. */
public final class NoListException extends IOException {
  /** Says why, without anything of the response. */
  public NoListException(String message) {
    super(message);
  }
}
