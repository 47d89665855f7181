package io.sparkhistory.historyserver;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a log folder cannot be used, by what Hadoop, its connectors and the stores say. In order: a
 * response of S3 that names a cause comes before its status code.
 */
public enum LogFolderProblem {
  /** There are several folders, and this Spark reads one. */
  ONE_FOLDER_ALONE("OneFolderAlone", SparkBuild.READS_ONE_FOLDER),

  /** The bucket or container does not exist. */
  NO_SUCH_BUCKET(
      "NoSuchBucket",
      "NoSuchBucket|UnknownStoreException|[Bb]ucket does not exist|container does not exist"),

  /** The bucket is in another region. */
  WRONG_REGION(
      "WrongRegion",
      "PermanentRedirect|AuthorizationHeaderMalformed|[Ss]tatus [Cc]ode: 301|region .* is"
          + " wrong|expecting '[a-z0-9-]+'|must be addressed using the specified endpoint"),

  /** There is no class for the scheme of the URL. */
  MISSING_CONNECTOR(
      "MissingConnector", "ClassNotFoundException|NoClassDefFoundError|No FileSystem for scheme"),

  /** The store does not know the access key, or its secret is another. */
  KEY_REFUSED("KeyRefused", "InvalidAccessKeyId|SignatureDoesNotMatch"),

  /** The token service of AWS does not give the role. */
  ROLE_REFUSED("RoleRefused", "AssumeRoleWithWebIdentity"),

  /** There is a role, and the token service of AWS does not answer. */
  TOKEN_SERVICE_UNREACHABLE(
      "TokenServiceUnreachable",
      "No ?(AWS|Aws) ?Credentials.*(UnknownHost|[Uu]nable to execute HTTP request)"
          + "|Unable to execute HTTP request:? (Connect to )?sts\\."),

  /** Nothing says who asks. */
  NO_CREDENTIALS(
      "NoCredentials",
      "WEB_IDENTITY_TOKEN_FILE|webIdentityToken|No AWS Credentials|NoAuthWithAWS"
          + "|NoAwsCredentials|[Uu]nable to load (AWS )?credentials|CredentialInitialization"
          // the first SDK, without the variables that a role brings
          + "|must specify a value for roleArn"
          // Azure, Google, Kerberos
          + "|fs\\.azure\\.account\\.key|GOOGLE_APPLICATION_CREDENTIALS|access token from metadata"
          + "|SIMPLE authentication is not enabled|Client cannot authenticate via|GSSException"),

  /** All but writing and deleting is allowed, so the identity is right. */
  WRITING_DENIED("WritingDenied", "\\.spark-history-check.*(" + Denied.WORDS + ")"),

  /** The identity may not use the folder. */
  ACCESS_DENIED("AccessDenied", Denied.WORDS),

  /** A response to HEAD says no more: another region, or a token that has expired. */
  BAD_REQUEST("BadRequest", "Bad Request.*[Ss]tatus [Cc]ode: 400"),

  /** The store does not answer. */
  UNREACHABLE(
      "Unreachable",
      "UnknownHostException|Connection refused|ConnectTimeout|connect timed out|[Uu]nable to"
          + " execute HTTP request|NoRouteToHost|SocketTimeoutException|UnknownHost"),

  /** Something else. */
  OTHER("Other", "(?!)");

  /** What a line begins with that names the folder, where no launcher tells of it. */
  public static final String FOLDER = "spark-history-log-directory: ";

  private static final Pattern NAMED =
      Pattern.compile(
          "(?m)^(?:"
              + Pattern.quote(FOLDER)
              + "|"
              + Pattern.quote(Launcher.PREFIX)
              + "[A-Za-z]+: )(\\S+?)(?=: |$)");

  private static final Pattern LINE =
      Pattern.compile("(?m)^" + Pattern.quote(Launcher.PREFIX) + "([A-Za-z]+): ");

  private final String word;
  private final Pattern pattern;

  /** Fields of an enum cannot be used by its constants. */
  private static final class Denied {
    static final String WORDS =
        "AccessDenied|Access Denied|Forbidden|[Ss]tatus [Cc]ode: 403|does not have storage\\."
            + "|AuthorizationPermissionMismatch|Permission denied|Read-only file system";

    private Denied() {}
  }

  LogFolderProblem(String word, String pattern) {
    this.word = word;
    this.pattern = Pattern.compile(pattern);
  }

  /** The word that stands for it in the launcher's line; stays the same between versions. */
  public String word() {
    return word;
  }

  /** The problem that a text of errors tells of; {@link #OTHER} when it tells of none. */
  public static LogFolderProblem of(String text) {
    for (LogFolderProblem problem : values()) {
      if (problem.pattern.matcher(text).find()) {
        return problem;
      }
    }
    return OTHER;
  }

  /** The problem that the launcher told in a log; empty when it told none. */
  public static Optional<LogFolderProblem> told(String log) {
    Matcher line = LINE.matcher(log);
    Optional<LogFolderProblem> told = Optional.empty();
    while (line.find()) {
      for (LogFolderProblem problem : values()) {
        if (problem.word.equals(line.group(1))) {
          told = Optional.of(problem);
        }
      }
    }
    return told;
  }

  /** The folder that a log names as the one which cannot be used; empty when it names none. */
  public static Optional<String> folder(String log) {
    Matcher line = NAMED.matcher(log);
    Optional<String> named = Optional.empty();
    while (line.find()) {
      named = Optional.of(line.group(1));
    }
    return named;
  }
}
