package io.sparkhistory.gateway.proxy;

import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.http.BodyReader;
import io.sparkhistory.gateway.http.Head;
import io.sparkhistory.gateway.http.HeadParser;
import io.sparkhistory.gateway.request.Completion;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.request.Visit;
import io.sparkhistory.gateway.routing.ByteRange;
import io.sparkhistory.gateway.routing.Field;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. Lent to a client connection from the first byte of a head until the
 * answer has been written, then used again by another: an idle connection holds none, and a busy
 * one makes no garbage.
 */
final class Exchange implements Completion {
  final Head request = new Head();
  final Head response = new Head();
  final BodyReader requestBody;

  /** What the gate is shown of the request. */
  final Visit visit = new Asked();

  private final ByteRange trace = new ByteRange();

  @Nullable Plan plan;
  @Nullable Outcome outcome;

  /** Grows with each request, so that late news of an earlier one can be told apart. */
  long serial;

  String peer = "";
  String error = "";
  int status;
  long bytesIn;
  long bytesOut;
  long startedNanos;
  long sentNanos;
  long endedNanos;
  boolean headRead;
  boolean bodyBegun;
  boolean answerBegun;
  boolean keepAlive;
  boolean retried;

  /** Until when a server that failed may turn out to sleep or to have moved; 0 before it failed. */
  long reconsiderUntil;

  /** Where the request was sent in vain, so that it is not sent there once more. */
  @Nullable Endpoint broken;

  Exchange(HeadParser parser) {
    requestBody = new BodyReader(parser);
  }

  /** Makes this exchange the one of a request whose first byte has just arrived. */
  void begin(String from, long nanos) {
    serial++;
    peer = from;
    startedNanos = nanos;
  }

  /** Forgets everything that belongs to the request that has ended. */
  void clear() {
    request.clear();
    response.clear();
    requestBody.none();
    plan = null;
    outcome = null;
    error = "";
    status = 0;
    bytesIn = 0;
    bytesOut = 0;
    sentNanos = 0;
    endedNanos = 0;
    headRead = false;
    bodyBegun = false;
    answerBegun = false;
    keepAlive = false;
    retried = false;
    reconsiderUntil = 0;
    broken = null;
  }

  /** How the request ended, for the first to say so; later words are about the same accident. */
  void ends(Outcome how, String why) {
    if (outcome == null) {
      outcome = how;
      error = why;
    }
  }

  boolean isHead() {
    return headRead && request.method().equals("HEAD");
  }

  boolean http10() {
    return request.minorVersion() == 0;
  }

  /** Whether sending the request twice is the same as sending it once (RFC 9110, section 9.2.2). */
  boolean idempotent() {
    return switch (request.method()) {
      case "GET", "HEAD", "OPTIONS", "PUT", "DELETE" -> true;
      default -> false;
    };
  }

  @Override
  public String method() {
    return headRead ? request.method() : "-";
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
    return request.value(Field.TRACEPARENT, trace);
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

  private final class Asked implements Visit {
    private final ByteRange user = new ByteRange();
    private final ByteRange groups = new ByteRange();
    private final ByteRange purpose = new ByteRange();
    private final ByteRange certificate = new ByteRange();
    private final ByteRange authorization = new ByteRange();

    @Override
    public String method() {
      return request.method();
    }

    @Override
    public ByteRange target() {
      return request.target();
    }

    @Override
    public int userFields() {
      return request.count(Field.USER);
    }

    @Override
    public ByteRange user() {
      return request.value(Field.USER, user);
    }

    @Override
    public int groupsFields() {
      return request.count(Field.GROUPS);
    }

    @Override
    public ByteRange groups() {
      return request.value(Field.GROUPS, groups);
    }

    @Override
    public int certificateFields() {
      return request.count(Field.CLIENT_CERTIFICATE);
    }

    @Override
    public ByteRange certificate() {
      return request.value(Field.CLIENT_CERTIFICATE, certificate);
    }

    @Override
    public int authorizationFields() {
      return request.count(Field.AUTHORIZATION);
    }

    @Override
    public ByteRange authorization() {
      return request.value(Field.AUTHORIZATION, authorization);
    }

    @Override
    public boolean prefetch() {
      if (request.count(Field.PURPOSE) == 0) {
        return false;
      }
      String says = request.value(Field.PURPOSE, purpose).text();
      return says.contains("prefetch") || says.contains("prerender") || says.contains("preview");
    }
  }
}
