package io.sparkhistory.standin.http;

import java.io.IOException;

/** Answers requests. */
public interface Handler {
  /** Whether the connection may bring another request. */
  boolean respond(Request request, Connection connection) throws IOException, InterruptedException;
}
