package io.sparkhistory.gateway.request;

import io.sparkhistory.gateway.access.AccessDecision;
import io.sparkhistory.gateway.access.AccessDecision.Denied;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Identity;
import io.sparkhistory.gateway.access.Proof.Verdict;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.routing.Route;
import io.sparkhistory.gateway.routing.Tenant;
import org.jspecify.annotations.Nullable;

/** Reasons for refusing a request, in words for the caller. */
final class Refusals {
  static final Plan.Refuse METHOD_NOT_ALLOWED =
      Plan.Refuse.of(
          Outcome.METHOD_NOT_ALLOWED,
          "This cannot be done with this method.",
          "Ask with GET instead.");

  static final Plan.Refuse NOT_FOUND =
      Plan.Refuse.of(
          Outcome.NOT_FOUND,
          "There is nothing at this address.",
          "Look for your namespace on the start page.");

  private static final Plan.Refuse UNAUTHENTICATED =
      Plan.Refuse.of(
          Outcome.UNAUTHENTICATED, "You are not signed in.", "Sign in and open this page again.");

  private Refusals() {}

  static Plan.Refuse badRequest(Route.Ambiguous ambiguous) {
    return Plan.Refuse.of(
        Outcome.BAD_REQUEST, ambiguous.reason(), "Follow a link instead of editing the address.");
  }

  static Plan.Refuse unknown(Identity identity) {
    return identity instanceof Identity.Ambiguous ambiguous
        ? Plan.Refuse.of(
            Outcome.AMBIGUOUS_IDENTITY,
            ambiguous.reason(),
            "Send no identity headers yourself: the sign-in in front of this site sets them.")
        : UNAUTHENTICATED;
  }

  /**
   * For a user header that nothing backs. Whom it names is not told to anybody, the access log
   * included: it may be anybody's invention.
   */
  static Plan.Refuse notProven(@Nullable Verdict verdict) {
    if (verdict instanceof Verdict.Refused refused) {
      return new Plan.Refuse(
          Outcome.UNAUTHENTICATED,
          "This request did not come through the sign-in of this site, or the sign-in has expired.",
          "Open this page through the dashboard, or sign in again.",
          "",
          "",
          "",
          refused.reason());
    }
    return new Plan.Refuse(
        Outcome.ACCESS_UNAVAILABLE,
        "Whether you are signed in could not be checked.",
        "Try again in a moment.",
        "",
        "",
        "",
        verdict instanceof Verdict.Unavailable why ? why.reason() : "the proof had no answer");
  }

  /**
   * For a host that does not serve what was asked. The address depends on names alone, so it tells
   * nothing about a namespace, not even that it exists.
   */
  static Plan.Refuse misdirected(String address, String user, String namespace) {
    return new Plan.Refuse(
        Outcome.MISDIRECTED,
        namespace.isEmpty()
            ? "This host does not serve this address."
            : "This host does not serve this address of namespace " + namespace + ".",
        "Use the address below.",
        address,
        user,
        namespace,
        "");
  }

  /** For waking servers in the name of somebody who has not asked for it. */
  static Plan.Refuse notAskedHere(Caller caller) {
    return new Plan.Refuse(
        Outcome.FORBIDDEN,
        "This was not asked for by the page that looks for applications.",
        "Open the address of the application, and wake the history servers from there.",
        "",
        caller.user(),
        "",
        "");
  }

  static Plan.Refuse reserved(Caller caller, Tenant tenant) {
    return refuse(
        Outcome.RESERVED_NAME,
        "A namespace named " + tenant.namespace() + " cannot have a history server here.",
        "Use a namespace with another name: this one collides with Spark's own paths.",
        caller,
        tenant,
        "");
  }

  /**
   * For any answer that is not a yes. A no is worded the same whether or not there is such a
   * namespace, and whatever was to be done there.
   */
  static Plan.Refuse notAllowed(
      Caller caller,
      Tenant tenant,
      @Nullable AccessDecision decision,
      @Nullable Throwable failure) {
    if (failure == null && decision instanceof Denied no) {
      return refuse(
          Outcome.FORBIDDEN,
          "There is no namespace " + tenant.namespace() + ", or you have no access to it.",
          "Ask the namespace's owner to add you as a contributor.",
          caller,
          tenant,
          no.reason());
    }
    return refuse(
        Outcome.ACCESS_UNAVAILABLE,
        "Whether you have access could not be checked.",
        "Try again in a moment.",
        caller,
        tenant,
        failure != null
            ? "the access review failed: " + failure.getClass().getSimpleName()
            : decision != null ? decision.reason() : "the access review had no answer");
  }

  /** A no to the server's own log, which says what is missing, whether there is a server or not. */
  static Plan aboutServerLog(Plan plan) {
    return plan instanceof Plan.Refuse no && no.outcome() == Outcome.FORBIDDEN
        ? new Plan.Refuse(
            Outcome.FORBIDDEN,
            "The log of a history server is shown to those alone who may change the server.",
            "Ask the namespace's owner for the role of an editor, or for the lines that you need.",
            "",
            no.user(),
            no.namespace(),
            no.access())
        : plan;
  }

  /**
   * @param application the one that cannot be opened; empty: none can
   */
  static Plan.Refuse failed(
      Caller caller, Tenant tenant, String application, String why, Backend.Failed failed) {
    return new Plan.Refuse(
        Outcome.SERVER_FAILED,
        failed.reason(),
        failed.nextStep(),
        "",
        caller.user(),
        tenant.namespace(),
        why,
        new Plan.Refuse.Failure(failed.cause(), application));
  }

  static Plan.Refuse absent(Caller caller, Tenant tenant, String why, Backend.Absent absent) {
    return new Plan.Refuse(
        Outcome.ABSENT,
        "Namespace " + tenant.namespace() + " has no history server.",
        absent.nextStep(),
        absent.example(),
        caller.user(),
        tenant.namespace(),
        why);
  }

  /**
   * For a mistake of ours. The access log gets its type and place, and not its message, which could
   * quote the request.
   */
  static Plan.Refuse defect(RuntimeException e) {
    StackTraceElement[] trace = e.getStackTrace();
    String place = trace.length == 0 ? "" : " at " + trace[0];
    return new Plan.Refuse(
        Outcome.INTERNAL_ERROR,
        "The gateway made a mistake.",
        "Try again; if it stays, tell whoever runs this site.",
        "",
        "",
        "",
        "error: " + e.getClass().getSimpleName() + place);
  }

  private static Plan.Refuse refuse(
      Outcome outcome,
      String reason,
      String nextStep,
      Caller caller,
      Tenant tenant,
      String access) {
    return new Plan.Refuse(
        outcome, reason, nextStep, "", caller.user(), tenant.namespace(), access);
  }
}
