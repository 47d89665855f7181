package io.sparkhistory.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks into every event log, compressed or not, for what tells of a machine: folders, addresses,
 * and the names of the machine and the user that run the check. Prints what it finds and ends with
 * 1.
 */
public final class CheckEventLogs {

  /** Folders that a build machine has and {@code /opt/spark} is not in. */
  private static final String FOLDERS =
      "(?<![\\w.])/(root|home|Users|tmp|work|var|private|mnt|srv|data|usr|workspace|builds?)\\b";

  /** Addresses of four numbers; versions such as 4.1.96.Final do not match. */
  private static final String ADDRESSES = "(?<![\\w.-])\\d{1,3}(\\.\\d{1,3}){3}(?![\\w.-])";

  private static final String PLACES = "localhost|\\.local\\b|file:/|\\blocal-\\d|local\\[";

  private CheckEventLogs() {}

  public static void main(String[] arguments) throws IOException {
    Pattern forbidden = Pattern.compile(String.join("|", forbidden()));
    Set<String> found = new TreeSet<>();
    List<Path> files = EventLogFiles.below(Path.of(arguments[0]));
    long lines = 0;
    for (Path file : files) {
      List<String> log = EventLogFiles.lines(file);
      lines += log.size();
      for (String line : log) {
        collect(file.getFileName() + ": ", forbidden.matcher(line), line, found);
      }
    }
    found.forEach(System.out::println);
    System.out.printf("%d files, %d events, %d findings%n", files.size(), lines, found.size());
    System.exit(found.isEmpty() && lines > 0 ? 0 : 1);
  }

  private static void collect(String where, Matcher matcher, String line, Set<String> found) {
    while (matcher.find()) {
      int from = Math.max(0, matcher.start() - 60);
      int to = Math.min(line.length(), matcher.end() + 20);
      found.add(where + line.substring(from, to));
    }
  }

  private static List<String> forbidden() throws IOException {
    List<String> forbidden = new ArrayList<>(List.of(FOLDERS, ADDRESSES, PLACES));
    forbidden.add(Pattern.quote("\"" + System.getProperty("user.name") + "\""));
    forbidden.add(word(InetAddress.getLocalHost().getHostName()));
    for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : Collections.list(card.getInetAddresses())) {
        forbidden.add(word(address.getHostAddress()));
      }
    }
    forbidden.add(word(System.getProperty("os.version")));
    for (String property : List.of("java.home", "user.home", "user.dir", "java.io.tmpdir")) {
      forbidden.add(word(System.getProperty(property)));
    }
    return forbidden;
  }

  private static String word(String text) {
    return "(?<![\\w.])" + Pattern.quote(text) + "(?!\\w)";
  }
}
