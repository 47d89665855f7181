package io.sparkhistory.gateway.access;

import io.sparkhistory.gateway.routing.ByteRange;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Whether a request's user header can be believed, by something else that the request shows. Only
 * the proxy in front of the gateway may set that header, so where others can reach the gateway
 * something has to prove that the request came through it.
 */
public interface Proof {

  /** For gateways that nothing but the proxy in front can reach. */
  Proof NONE = (evidence, caller) -> Verdict.PROVEN;

  /**
   * Never blocks. A caller of this method must treat an exceptional completion as {@link
   * Verdict.Unavailable}.
   *
   * @param evidence is looked at during this call and not afterwards
   */
  CompletionStage<Verdict> of(Evidence evidence, Caller caller);

  /** Both of them, this one first. */
  default Proof and(Proof other) {
    return (evidence, caller) -> {
      // asked for at once, because the evidence is gone when the first answer comes later
      CompletableFuture<Verdict> first = of(evidence, caller).toCompletableFuture();
      if (first.isDone() && !first.isCompletedExceptionally()) {
        return first.join() instanceof Verdict.Proven ? other.of(evidence, caller) : first;
      }
      CompletionStage<Verdict> second = other.of(evidence, caller);
      return first.thenCompose(
          verdict ->
              verdict instanceof Verdict.Proven
                  ? second
                  : CompletableFuture.completedStage(verdict));
    };
  }

  /** What a request shows beside its user header. */
  interface Evidence {
    /** How many {@code X-Forwarded-Client-Cert} fields there are. */
    int certificateFields();

    /** Value of the first of them. */
    ByteRange certificate();

    /** How many {@code Authorization} fields there are. */
    int authorizationFields();

    /** Value of the first of them. */
    ByteRange authorization();
  }

  /** What comes of it. */
  sealed interface Verdict {
    /** A shared answer: it is given for every request. */
    CompletionStage<Verdict> PROVEN = CompletableFuture.completedFuture(new Proven());

    record Proven() implements Verdict {}

    /**
     * The header is not believed.
     *
     * @param reason for the access log, without anything that was sent
     */
    record Refused(String reason) implements Verdict {}

    /** It could not be checked, which never lets anybody in. */
    record Unavailable(String reason) implements Verdict {}

    /** A refusal for this reason. */
    static CompletionStage<Verdict> refused(String reason) {
      return CompletableFuture.completedFuture(new Refused(reason));
    }
  }
}
