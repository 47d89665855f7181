package io.sparkhistory.gateway.proxy;

import io.sparkhistory.gateway.request.Completion;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.routing.ByteRange;
import io.sparkhistory.gateway.routing.Field;
import org.jspecify.annotations.Nullable;

/** Record of a finished exchange for metrics and the access log. */
final class ExchangeRecord implements Completion {
  private final ClientRequest request;
  private final ByteRange trace = new ByteRange();

  private String peer = "";
  private @Nullable Plan plan;
  private @Nullable Outcome outcome;
  private String error = "";
  private int status;
  private long bytesIn;
  private long bytesOut;
  private long startedNanos;
  private long sentNanos;
  private long endedNanos;

  ExchangeRecord(ClientRequest request) {
    this.request = request;
  }

  /** The first byte of the request has arrived from this address. */
  void begin(String from, long now) {
    peer = from;
    startedNanos = now;
  }

  long startedNanos() {
    return startedNanos;
  }

  void plan(Plan decided) {
    plan = decided;
  }

  /** The plan counts that was decided first, and this one when there was none. */
  void planIfNone(Plan refusal) {
    if (plan == null) {
      plan = refusal;
    }
  }

  /** The request goes out to the history server. */
  void sent(long now) {
    sentNanos = now;
  }

  long sentNanos() {
    return sentNanos;
  }

  void received(int bytes) {
    bytesIn += bytes;
  }

  void responded(int bytes) {
    bytesOut += bytes;
  }

  void status(int code) {
    status = code;
  }

  /** How the request ended, for the first to say so; later words are about the same accident. */
  void ends(Outcome how, String why) {
    if (outcome == null) {
      outcome = how;
      error = why;
    }
  }

  void ended(long now) {
    endedNanos = now;
  }

  @Override
  public String method() {
    return request.method();
  }

  @Override
  public ByteRange target() {
    return request.target();
  }

  @Override
  public Outcome outcome() {
    return outcome == null ? Outcome.INTERNAL_ERROR : outcome;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public String user() {
    return plan == null ? "" : plan.user();
  }

  @Override
  public String namespace() {
    return plan == null ? "" : plan.namespace();
  }

  @Override
  public String access() {
    return plan == null ? "" : plan.access();
  }

  @Override
  public String peer() {
    return peer;
  }

  @Override
  public ByteRange traceparent() {
    return request.head().value(Field.TRACEPARENT, trace);
  }

  @Override
  public long bytesIn() {
    return bytesIn;
  }

  @Override
  public long bytesOut() {
    return bytesOut;
  }

  @Override
  public long totalNanos() {
    return endedNanos - startedNanos;
  }

  @Override
  public long upstreamNanos() {
    return sentNanos == 0 ? 0 : endedNanos - sentNanos;
  }

  @Override
  public String error() {
    return error;
  }

  void clear() {
    plan = null;
    outcome = null;
    error = "";
    status = 0;
    bytesIn = 0;
    bytesOut = 0;
    sentNanos = 0;
    endedNanos = 0;
  }
}
