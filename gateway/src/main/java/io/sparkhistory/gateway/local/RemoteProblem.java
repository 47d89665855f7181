package io.sparkhistory.gateway.local;

import io.sparkhistory.historyserver.LogFolderProblem;

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
        return what + sentence(problem);
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

  private static String sentence(LogFolderProblem problem) {
    return switch (problem) {
      case NO_SUCH_BUCKET -> "there is no such bucket.";
      case WRONG_REGION, BAD_REQUEST ->
          "the bucket is in another region, or a session token has expired. Set AWS_REGION to the"
              + " bucket's region, or sign in again.";
      case MISSING_CONNECTOR -> "this Spark has no connector for it.";
      case KEY_REFUSED -> "the access key is not accepted. Correct it, or sign in again.";
      case ROLE_REFUSED -> "the role of the web identity is not given to you.";
      case TOKEN_SERVICE_UNREACHABLE -> "the token service of AWS (STS) cannot be reached.";
      case NO_CREDENTIALS ->
          "there are no credentials. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and"
              + " AWS_SECRET_ACCESS_KEY.";
      case WRITING_DENIED, ACCESS_DENIED -> "you may not list it.";
      case UNREACHABLE -> "the storage cannot be reached. Check the endpoint and the network.";
      case ONE_FOLDER_ALONE, OTHER -> "it cannot be listed.";
    };
  }
}
