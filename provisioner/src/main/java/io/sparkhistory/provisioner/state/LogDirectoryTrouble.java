package io.sparkhistory.provisioner.state;

import io.sparkhistory.api.Reason;
import io.sparkhistory.historyserver.Launcher;
import io.sparkhistory.historyserver.LogFolderProblem;
import java.util.Optional;

/**
 * Cause of a failure with the log folder: what the launcher told in its line, or what the last log
 * lines of a container say.
 */
final class LogDirectoryTrouble {
  private static final String NO_JANINO = "main class org.codehaus.janino";

  /** What the launcher's line begins with that tells of a problem without a name. */
  private static final String UNKNOWN = Launcher.PREFIX + LogFolderProblem.OTHER.word() + ": ";

  private LogDirectoryTrouble() {}

  /** The cause that these log lines show; empty when they show none that is known. */
  static Optional<Situation.Trouble> known(String log, String directory) {
    if (log.contains(NO_JANINO)) {
      return Optional.of(
          trouble(
              Reason.LOG_DIRECTORY_FAILED,
              "The folder %s cannot be checked: the image has no Janino, which is in every"
                  + " distribution of Spark. Use an image with all of Spark's jars.",
              directory));
    }
    LogFolderProblem problem = LogFolderProblem.told(log).orElseGet(() -> LogFolderProblem.of(log));
    return problem == LogFolderProblem.OTHER
        ? Optional.empty()
        : Optional.of(trouble(reason(problem), sentence(problem), directory));
  }

  /** The known cause, or the last log line. */
  static Situation.Trouble of(String log, String directory) {
    return known(log, directory)
        .orElseGet(
            () ->
                trouble(
                    Reason.LOG_DIRECTORY_FAILED,
                    "The folder %s cannot be used. The last log line says: "
                        + LastLine.of(log).replace(UNKNOWN, ""),
                    directory));
  }

  private static Situation.Trouble trouble(Reason reason, String sentence, String directory) {
    return new Situation.Trouble(reason, sentence.replace("%s", directory));
  }

  private static Reason reason(LogFolderProblem problem) {
    return switch (problem) {
      case NO_SUCH_BUCKET -> Reason.NO_SUCH_BUCKET;
      case WRONG_REGION, BAD_REQUEST -> Reason.WRONG_REGION;
      case MISSING_CONNECTOR -> Reason.MISSING_CONNECTOR;
      case KEY_REFUSED, ROLE_REFUSED, WRITING_DENIED, ACCESS_DENIED -> Reason.ACCESS_DENIED;
      case TOKEN_SERVICE_UNREACHABLE, UNREACHABLE -> Reason.UNREACHABLE;
      case NO_CREDENTIALS -> Reason.NO_CREDENTIALS;
      case ONE_FOLDER_ALONE, OTHER -> Reason.LOG_DIRECTORY_FAILED;
    };
  }

  private static String sentence(LogFolderProblem problem) {
    return switch (problem) {
      case ONE_FOLDER_ALONE ->
          "The Spark in the image reads one log directory alone, but logDirectories has several. Use"
              + " an image with Spark 4.2 or newer, or set logDirectory in place of logDirectories.";
      case NO_SUCH_BUCKET ->
          "The bucket of %s does not exist. Create it, or correct s3.bucket, logDirectory or"
              + " logDirectories.";
      case WRONG_REGION ->
          "The bucket of %s is in another region. Set s3.region to the bucket's region.";
      case MISSING_CONNECTOR ->
          "The image cannot read %s: its connector, such as hadoop-aws, is missing. Use an image"
              + " that has it.";
      case KEY_REFUSED ->
          "S3 does not accept the access key for %s. Correct the secret that"
              + " s3.credentialsSecretName names.";
      case ROLE_REFUSED ->
          "The service account may not assume its role for %s. Add this namespace and service"
              + " account to the role's trust policy.";
      case TOKEN_SERVICE_UNREACHABLE ->
          "The pod has a role for %s, and the token service of AWS (STS) cannot be reached. Check"
              + " network policies, the proxy and, in a mesh, that init containers may use the"
              + " network.";
      case NO_CREDENTIALS ->
          "The pod has no AWS identity for %s. Annotate the service account with"
              + " eks.amazonaws.com/role-arn, or name a secret in s3.credentialsSecretName.";
      case WRITING_DENIED ->
          "The pod's identity may read %s but not write or delete there, so Spark's cleaner"
              + " cannot delete old logs. Allow its role to write and delete, or set cleaner.enabled to"
              + " false.";
      case ACCESS_DENIED ->
          "The pod's identity may not use %s. Allow its role to list, read, write and delete there,"
              + " or correct the keys in the secret that s3.credentialsSecretName names.";
      case BAD_REQUEST ->
          "S3 rejects requests to %s as bad: the bucket is in another region, or a session token"
              + " has expired. Set s3.region to the bucket's region, or renew AWS_SESSION_TOKEN in"
              + " the secret.";
      case UNREACHABLE ->
          "The storage of %s cannot be reached. Check the endpoint, network policies and, in a"
              + " mesh, that init containers may use the network.";
      case OTHER -> "The folder %s cannot be used.";
    };
  }
}
