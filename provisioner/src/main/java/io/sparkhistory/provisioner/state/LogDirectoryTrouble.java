package io.sparkhistory.provisioner.state;

import io.sparkhistory.api.Reason;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Cause of a failure with the log folder, from the last log lines of the init container. */
final class LogDirectoryTrouble {
  private static final String DENIED =
      "AccessDenied|Access Denied|Forbidden|[Ss]tatus [Cc]ode: 403|does not have storage\\."
          + "|AuthorizationPermissionMismatch|Permission denied|Read-only file system";

  /** Causes in order: a response of S3 that names a cause comes before its status code. */
  private static final List<Cause> CAUSES =
      List.of(
          new Cause(
              "NoSuchBucket|UnknownStoreException|[Bb]ucket does not exist|container does not exist",
              Reason.NO_SUCH_BUCKET,
              "The bucket of %s does not exist. Create it, or correct s3.bucket or logDirectory."),
          new Cause(
              "PermanentRedirect|AuthorizationHeaderMalformed|[Ss]tatus [Cc]ode: 301|region .* is"
                  + " wrong|expecting '[a-z0-9-]+'|must be addressed using the specified endpoint",
              Reason.WRONG_REGION,
              "The bucket of %s is in another region. Set s3.region to the bucket's region."),
          new Cause(
              "main class org\\.codehaus\\.janino",
              Reason.LOG_DIRECTORY_FAILED,
              "The folder %s cannot be tried: the image has no Janino, which is in every"
                  + " distribution of Spark. Use an image with all of Spark's jars."),
          new Cause(
              "ClassNotFoundException|NoClassDefFoundError|No FileSystem for scheme",
              Reason.MISSING_CONNECTOR,
              "The image cannot read %s: its connector, such as hadoop-aws, is missing. Use an image"
                  + " that has it."),
          new Cause(
              "InvalidAccessKeyId|SignatureDoesNotMatch",
              Reason.ACCESS_DENIED,
              "S3 does not accept the access key for %s. Correct the secret that"
                  + " s3.credentialsSecretName names."),
          new Cause(
              "AssumeRoleWithWebIdentity",
              Reason.ACCESS_DENIED,
              "The service account may not take its role for %s. Let the role's trust policy name"
                  + " this namespace and service account."),
          new Cause(
              "No ?(AWS|Aws) ?Credentials.*(UnknownHost|[Uu]nable to execute HTTP request)"
                  + "|Unable to execute HTTP request:? (Connect to )?sts\\.",
              Reason.UNREACHABLE,
              "The pod has a role for %s, and the token service of AWS (STS) cannot be reached. Check"
                  + " network policies, the proxy and, in a mesh, that init containers may use the"
                  + " network."),
          new Cause(
              "WEB_IDENTITY_TOKEN_FILE|webIdentityToken|No AWS Credentials|NoAuthWithAWS"
                  + "|NoAwsCredentials|[Uu]nable to load (AWS )?credentials|CredentialInitialization"
                  // the first SDK, without the variables that a role brings
                  + "|must specify a value for roleArn",
              Reason.NO_CREDENTIALS,
              "The pod has no AWS identity for %s. Annotate the service account with"
                  + " eks.amazonaws.com/role-arn, or name a secret in s3.credentialsSecretName."),
          // all but writing and deleting had worked, so the key is right
          new Cause(
              "\\.spark-history-check.*(" + DENIED + ")",
              Reason.ACCESS_DENIED,
              "The identity of the pod may read %s and not write or delete there, so Spark's cleaner"
                  + " cannot delete old logs. Let its role write and delete, or set cleaner.enabled"
                  + " to false."),
          new Cause(
              DENIED,
              Reason.ACCESS_DENIED,
              "The identity of the pod may not use %s. Let its role list, read, write and delete"
                  + " there, or correct the keys in the secret that s3.credentialsSecretName names."),
          // a response to HEAD says no more; Hadoop's troubleshooting of S3A names both
          new Cause(
              "Bad Request.*[Ss]tatus [Cc]ode: 400",
              Reason.WRONG_REGION,
              "S3 calls requests to %s bad, because the bucket is in another region or a session"
                  + " token has expired. Set s3.region to the bucket's region, or renew"
                  + " AWS_SESSION_TOKEN in the secret."),
          new Cause(
              "UnknownHostException|Connection refused|ConnectTimeout|connect timed out|[Uu]nable to"
                  + " execute HTTP request|NoRouteToHost|SocketTimeoutException|UnknownHost",
              Reason.UNREACHABLE,
              "The storage of %s cannot be reached. Check the endpoint, network policies and, in a"
                  + " mesh, that init containers may use the network."));

  private LogDirectoryTrouble() {}

  /** The cause that these log lines show; empty when they show none that is known. */
  static Optional<Situation.Trouble> known(String log, String directory) {
    return CAUSES.stream()
        .filter(cause -> cause.pattern().matcher(log).find())
        .findFirst()
        .map(
            cause ->
                new Situation.Trouble(cause.reason(), cause.sentence().replace("%s", directory)));
  }

  /** The known cause, or the last log line. */
  static Situation.Trouble of(String log, String directory) {
    return known(log, directory)
        .orElseGet(
            () ->
                new Situation.Trouble(
                    Reason.LOG_DIRECTORY_FAILED,
                    "The folder "
                        + directory
                        + " cannot be used. The last log line says: "
                        + LastLine.of(log)));
  }

  private record Cause(Pattern pattern, Reason reason, String sentence) {
    Cause(String pattern, Reason reason, String sentence) {
      this(Pattern.compile(pattern), reason, sentence);
    }
  }
}
