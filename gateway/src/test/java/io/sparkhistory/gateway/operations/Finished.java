package io.sparkhistory.gateway.operations;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sparkhistory.gateway.request.Completion;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.routing.ByteRange;

/**
 * A completed request for tests; {@code target} and {@code traceparent} hold a char for each byte.
 */
record Finished(
    Outcome outcome,
    int status,
    String method,
    ByteRange target,
    String user,
    String access,
    ByteRange traceparent,
    long totalNanos,
    String error)
    implements Completion {

  static Finished get(String target) {
    return new Finished(
        Outcome.FORWARDED, 200, "GET", range(target), "alice", "rbac", range(""), 1_234_567, "");
  }

  Finished outcome(Outcome outcome, int status) {
    return new Finished(
        outcome, status, method, target, user, access, traceparent, totalNanos, error);
  }

  Finished method(String method) {
    return new Finished(
        outcome, status, method, target, user, access, traceparent, totalNanos, error);
  }

  Finished user(String user) {
    return new Finished(
        outcome, status, method, target, user, access, traceparent, totalNanos, error);
  }

  Finished traceparent(String traceparent) {
    return new Finished(
        outcome, status, method, target, user, access, range(traceparent), totalNanos, error);
  }

  @Override
  public String namespace() {
    return "ns-a";
  }

  @Override
  public String peer() {
    return "127.0.0.1";
  }

  @Override
  public long bytesIn() {
    return 3;
  }

  @Override
  public long bytesOut() {
    return 5_000_000_000L;
  }

  @Override
  public long upstreamNanos() {
    return 1_000;
  }

  /** With bytes before and after it, as in a head. */
  private static ByteRange range(String text) {
    byte[] bytes = ("GET " + text + " HTTP/1.1").getBytes(ISO_8859_1);
    return new ByteRange().set(bytes, 4, 4 + text.length());
  }
}
