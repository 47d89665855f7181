package io.sparkhistory.gateway.access;

import io.sparkhistory.gateway.routing.ByteRange;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Checks the identity headers of a request against further evidence in the request. Only the proxy
 * in front of the gateway may set these headers, so where others can reach the gateway something
 * has to prove that the request came through it.
 */
public interface Proof {

  /** For gateways that nothing but the proxy in front can reach. */
  Proof NONE = (evidence, caller) -> Verdict.proven(caller);

  /**
   * Never blocks. A caller of this method must treat an exceptional completion as {@link
   * Verdict.Unavailable}.
   *
   * @param evidence is looked at during this call and not afterwards
   * @param caller as the headers say
   */
  CompletionStage<Verdict> of(Evidence evidence, Caller caller);

  /**
   * Both of them, this one first. The other one judges what this one believes, so that what counts
   * is proven by both.
   */
  default Proof and(Proof other) {
    return (evidence, caller) -> {
      // asked for at once, because the evidence is gone when the first answer comes later
      CompletableFuture<Verdict> first = of(evidence, caller).toCompletableFuture();
      if (first.isDone() && !first.isCompletedExceptionally()) {
        return first.join() instanceof Verdict.Proven proven
            ? other.of(evidence, proven.caller())
            : first;
      }
      CompletionStage<Verdict> second = other.of(evidence, caller);
      return first.thenCombine(second, Verdict::and);
    };
  }

  /** What a request shows beside its identity. */
  interface Evidence {
    /** How many groups headers there are. */
    int groupsFields();

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

    /**
     * The request is believed.
     *
     * @param caller who counts from here on: the user of the header, with the groups that are
     *     proven
     */
    record Proven(Caller caller) implements Verdict {}

    /**
     * The headers are not believed.
     *
     * @param reason for the access log, without anything that was sent
     */
    record Refused(String reason) implements Verdict {}

    /** It could not be checked, which never lets anybody in. */
    record Unavailable(String reason) implements Verdict {}

    /** A yes for this caller. */
    static CompletionStage<Verdict> proven(Caller caller) {
      return CompletableFuture.completedFuture(new Proven(caller));
    }

    /** A refusal for this reason. */
    static CompletionStage<Verdict> refused(String reason) {
      return CompletableFuture.completedFuture(new Refused(reason));
    }

    /** The first that is no yes; of two, what both believe of the same user. */
    private static Verdict and(Verdict first, Verdict second) {
      if (first instanceof Proven one && second instanceof Proven other) {
        return new Proven(one.caller().within(Set.copyOf(other.caller().groups())));
      }
      return first instanceof Proven ? second : first;
    }
  }
}
