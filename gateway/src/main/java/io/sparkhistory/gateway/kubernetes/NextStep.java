package io.sparkhistory.gateway.kubernetes;

import io.sparkhistory.api.Reason;
import java.util.regex.Pattern;

/** Next step for the owner of a history server that does not start. */
final class NextStep {
  static final String OTHERWISE =
      "Look at its conditions with 'kubectl describe sparkhistoryserver', then try again.";

  private NextStep() {}

  /** Pod Security names volumes by these words (k8s.io/pod-security-admission, policy). */
  private static final Pattern VOLUMES =
      Pattern.compile("hostPath volumes|restricted volume types");

  /**
   * @param message of the condition, which says what is wrong
   */
  static String of(Reason reason, String message) {
    return switch (reason) {
      case RESERVED_NAMESPACE ->
          "Use a namespace with another name: this one collides with Spark's own paths.";
      case LIMIT_EXCEEDED, INVALID_SPEC -> "Correct the SparkHistoryServer resource.";
      case FOREIGN_OBJECT -> "Remove or rename the object that is in the way, then try again.";
      case QUOTA_EXCEEDED ->
          "Free resources in the namespace, or ask the platform team for a larger quota; then try"
              + " again.";
      case POD_SECURITY ->
          "Change "
              + (VOLUMES.matcher(message).find() ? "spec.volumes" : "spec.podTemplate")
              + " of the SparkHistoryServer so that the cluster accepts the pod.";
      case POD_REFUSED ->
          "Change what the message names in the SparkHistoryServer resource, or ask the platform"
              + " team.";
      case SERVICE_ACCOUNT_MISSING ->
          "Create the service account and try again, or name another one in"
              + " spec.serviceAccountName.";
      case UNSCHEDULABLE ->
          "Ask for less in spec.resources, or ask the platform team for machines that fit, then try"
              + " again.";
      case IMAGE_PULL_FAILED -> "Check spec.image and spec.imagePullSecrets, then try again.";
      case CONTAINER_CONFIG ->
          "Create what the message names and try again, or correct the SparkHistoryServer"
              + " resource.";
      case LAUNCHER_MISSING ->
          "Set spec.launcher to None, or spec.image to an image that has the launcher.";
      case OUT_OF_MEMORY -> "Raise spec.resources.limits.memory, then try again.";
      case NO_SUCH_BUCKET, WRONG_REGION, UNREACHABLE ->
          "Check the bucket, its region and its endpoint in the SparkHistoryServer resource, then"
              + " try again.";
      case ACCESS_DENIED, NO_CREDENTIALS ->
          "Give the pod's service account, or the credentials Secret, access to the log folder,"
              + " then try again.";
      case MISSING_CONNECTOR ->
          "Use an image that has the Hadoop connector for this kind of log folder.";
      case LOG_DIRECTORY_FAILED ->
          "Check spec.logDirectory or spec.logDirectories, then try again.";
      case CRASH_LOOP, NOT_ANSWERING ->
          "Look at the log of its pod with 'kubectl logs' first: trying again starts another pod.";
      case SUSPENDED -> Reported.RESUME;
      default -> OTHERWISE;
    };
  }
}
