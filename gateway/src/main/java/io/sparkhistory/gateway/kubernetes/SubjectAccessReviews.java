package io.sparkhistory.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewStatus;
import io.sparkhistory.api.Names;
import io.sparkhistory.gateway.access.AccessDecision;
import io.sparkhistory.gateway.access.AccessDecision.Allowed;
import io.sparkhistory.gateway.access.AccessDecision.Denied;
import io.sparkhistory.gateway.access.AccessDecision.Unavailable;
import io.sparkhistory.gateway.access.AccessReview;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Verb;
import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/**
 * Asks the API server whether RBAC lets a caller do something with the {@code SparkHistoryServer}
 * of a namespace (Kubernetes API, {@code authorization.k8s.io/v1}, SubjectAccessReview). Whether
 * there is such a resource, or such a namespace, does not matter: RBAC does not look.
 *
 * <p>Every question costs a call, so this is to be asked through a cache.
 */
final class SubjectAccessReviews implements AccessReview {
  private static final String PATH = "apis/authorization.k8s.io/v1/subjectaccessreviews";

  /** What RBAC takes for "in every namespace". */
  private static final String EVERYWHERE = "";

  private static final int MAX_REASON = 200;

  private final ApiServer apiServer;
  private final Duration limit;

  /**
   * @param limit how long an answer may take
   */
  SubjectAccessReviews(ApiServer apiServer, Duration limit) {
    this.apiServer = apiServer;
    this.limit = limit;
  }

  @Override
  public CompletionStage<AccessDecision> review(Caller caller, Tenant tenant, Verb verb) {
    return review(caller, tenant.namespace(), verb);
  }

  @Override
  public CompletionStage<AccessDecision> reviewEverywhere(Caller caller, Verb verb) {
    return review(caller, EVERYWHERE, verb);
  }

  private CompletionStage<AccessDecision> review(Caller caller, String namespace, Verb verb) {
    String body = apiServer.json(question(caller, namespace, verb));
    return apiServer
        .call("POST", PATH, "application/json", body, limit)
        .handle((response, failure) -> failure != null ? unavailable(failure) : decision(response))
        .exceptionally(failure -> new Unavailable("rbac: the API server's answer cannot be read"));
  }

  static SubjectAccessReview question(Caller caller, String namespace, Verb verb) {
    return new SubjectAccessReviewBuilder()
        .withNewSpec()
        .withUser(caller.user())
        .withGroups(Subjects.groups(caller))
        .withNewResourceAttributes()
        .withNamespace(namespace)
        .withVerb(verb.name().toLowerCase(Locale.ROOT))
        .withGroup(Names.GROUP)
        .withResource(Names.PLURAL)
        // so that a role which is limited to this name counts too
        .withName(Names.RESOURCE_NAME)
        .endResourceAttributes()
        .endSpec()
        .build();
  }

  /** Only a well-formed yes is a yes. */
  private AccessDecision decision(ApiServer.Response response) {
    if (!response.isSuccess()) {
      int status = response.status();
      // 429: its priority and fairness turned the question away, as it does when it starts again
      boolean away = status >= 500 || status == 429;
      return new Unavailable("rbac: the API server answered " + status, away);
    }
    SubjectAccessReviewStatus status =
        apiServer.parse(response, SubjectAccessReview.class).getStatus();
    if (status == null || status.getAllowed() == null) {
      return new Unavailable("rbac: the API server's answer says neither yes nor no");
    }
    boolean allowed = status.getAllowed() && !Boolean.TRUE.equals(status.getDenied());
    return allowed
        ? new Allowed(reason(status, "allowed"))
        : new Denied(reason(status, "no rule allows it"));
  }

  /** RBAC names the binding, the role and the subject: the audit's "which rule". */
  private static String reason(SubjectAccessReviewStatus status, String otherwise) {
    String given = status.getReason();
    String text = given == null || given.isEmpty() ? otherwise : given;
    text = text.startsWith("RBAC: ") ? text.substring("RBAC: ".length()) : text;
    return "rbac: " + text.substring(0, Math.min(text.length(), MAX_REASON));
  }

  private static Unavailable unavailable(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (cause instanceof TimeoutException || failure instanceof TimeoutException) {
      return new Unavailable("rbac: no answer in time", true);
    }
    // whatever went wrong with the connection; an answer that is too long was an answer
    boolean away = cause instanceof IOException && !(cause instanceof ApiServer.TooLong);
    return new Unavailable(
        "rbac: the API server could not be asked (" + cause.getClass().getSimpleName() + ")", away);
  }
}
