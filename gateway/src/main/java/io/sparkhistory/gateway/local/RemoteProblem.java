package io.sparkhistory.gateway.local;

import io.sparkhistory.historyserver.LogFolderProblem;
import java.time.Duration;

/** Sentences about logs elsewhere that cannot be listed. */
final class RemoteProblem {
  private static final int LONGEST = 300;

  private RemoteProblem() {}

  /**
   * The sentence.
   *
   * @param word of {@link LogFolderProblem}
   * @param said what Hadoop said
   */
  static String sentence(LogLocation logs, String word, String said) {
    String what = "--logs " + logs + ": ";
    for (LogFolderProblem problem : LogFolderProblem.values()) {
      if (problem.word().equals(word) && problem != LogFolderProblem.OTHER) {
        return what + sentence(problem, logs.scheme().orElse(""));
      }
    }
    if (said.contains("FileNotFoundException") || said.contains("No such file")) {
      return what + "there is no such folder; expected NAMESPACE/history in it.";
    }
    String text = said.trim();
    return what
        + "it cannot be listed. Hadoop says: "
        + (text.length() > LONGEST ? text.substring(0, LONGEST) : text)
        + ".";
  }

  /**
   * The same for one that says nothing at all; Google's connector looks for credentials so long.
   */
  static String silent(LogLocation logs, Duration time) {
    String scheme = logs.scheme().orElse("");
    return "--logs "
        + logs
        + ": it was not listed within "
        + time.toSeconds()
        + " s. Check its address and the network, and whether there are credentials. "
        + credentials(scheme);
  }

  private static String sentence(LogFolderProblem problem, String scheme) {
    return switch (problem) {
      case NO_SUCH_BUCKET -> "there is no such bucket.";
      case WRONG_REGION, BAD_REQUEST ->
          "the bucket is in another region, or a session token has expired. Set AWS_REGION to the"
              + " bucket's region, or sign in again.";
      case MISSING_CONNECTOR -> "this Spark has no connector for it.";
      case KEY_REFUSED -> "the access key is not accepted. Correct it, or sign in again.";
      case ROLE_REFUSED -> "the role of the web identity is not given to you.";
      case TOKEN_SERVICE_UNREACHABLE -> "the token service of AWS (STS) cannot be reached.";
      case NO_CREDENTIALS -> "there are no credentials. " + credentials(scheme);
      case WRITING_DENIED, ACCESS_DENIED -> "you may not list it.";
      case UNREACHABLE -> "the storage cannot be reached. Check its address and the network.";
      case ONE_FOLDER_ALONE, OTHER -> "it cannot be listed.";
    };
  }

  /** What to do, by the scheme of the URL; see {@link RemoteAccess}. */
  private static String credentials(String scheme) {
    return switch (scheme) {
      case "gs" ->
          "Set GOOGLE_APPLICATION_CREDENTIALS to the key file of a service account, or run on a"
              + " machine that has one.";
      case "abfs", "abfss" ->
          "Set fs.azure.account.key.ACCOUNT.dfs.core.windows.net, or what OAuth needs, in"
              + " core-site.xml of HADOOP_CONF_DIR.";
      case "hdfs" -> "Run kinit, and set HADOOP_CONF_DIR to the settings of the cluster.";
      default -> "Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.";
    };
  }
}
