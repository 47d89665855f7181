package io.sparkhistory.gateway.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sparkhistory.gateway.routing.ByteRange;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the caller from the identity headers of a request, which only the proxy in front of the
 * gateway may set. Whatever could be read in two ways is {@link Identity.Ambiguous}:
 *
 * <ul>
 *   <li>more than one user header or more than one groups header
 *   <li>a comma in the user, because two headers may have been joined on the way (RFC 9110, section
 *       5.3)
 *   <li>a user or group that is not UTF-8, longer than {@value #MAX_NAME} bytes, or holds a control
 *       or invisible character
 *   <li>a user that Kubernetes keeps for itself, {@code system:…}, other than a service account
 *   <li>more than {@value #MAX_GROUPS} groups
 * </ul>
 *
 * Groups named {@code system:…} are left out: they are Kubernetes' own, among them {@code
 * system:masters}, which may do everything, and no identity provider has them to give.
 */
public final class Callers {
  /** Longest name of a user or group, in bytes. */
  private static final int MAX_NAME = 512;

  /** Most groups that a user may be in. */
  public static final int MAX_GROUPS = 1000;

  /** Callers kept, so that they need not be read again; a power of two. */
  private static final int REMEMBERED = 2048;

  /** Longest headers whose caller is kept, in bytes. */
  private static final int MAX_REMEMBERED = 4096;

  private static final String KUBERNETES = "system:";
  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";
  private static final Identity.Missing MISSING = new Identity.Missing();
  private static final Identity.Ambiguous TWO_USERS =
      new Identity.Ambiguous("The request names more than one user.");
  private static final Identity.Ambiguous TWO_GROUPS =
      new Identity.Ambiguous("The request has more than one groups header.");
  private static final Identity.Ambiguous NO_USER_NAME =
      new Identity.Ambiguous("What the request names cannot be a user.");
  private static final Identity.Ambiguous NO_GROUPS =
      new Identity.Ambiguous("What the request names cannot be groups.");

  private final String userPrefix;
  private final Identity unnamed;

  /**
   * One caller for each hash of the headers; a newcomer takes the place. Read and written by all
   * event loops without a lock: what is in it is immutable with final fields (Java Language
   * Specification, section 17.5), and the loser of a race is merely read again.
   */
  private final @Nullable Remembered[] remembered = new Remembered[REMEMBERED];

  /**
   * @param userPrefix what the proxy in front puts before each user, such as {@code
   *     accounts.google.com:}; taken off once, where it is there; empty for nothing
   * @param defaultUser who asks when the request names nobody; empty, as everywhere but in local
   *     mode, to refuse such requests
   */
  public Callers(String userPrefix, String defaultUser) {
    this.userPrefix = userPrefix;
    this.unnamed =
        defaultUser.isEmpty() ? MISSING : new Identity.Known(new Caller(defaultUser, List.of()));
  }

  /**
   * Who asks. The ranges are read and not kept.
   *
   * @param userFields how many user headers the request has
   * @param user value of the first one
   * @param groupsFields how many groups headers it has
   * @param groups value of the first one, separated by commas
   */
  public Identity identify(int userFields, ByteRange user, int groupsFields, ByteRange groups) {
    if (userFields > 1) {
      return TWO_USERS;
    }
    if (groupsFields > 1) {
      return TWO_GROUPS;
    }
    if (userFields == 0 || user.length() == 0) {
      return unnamed;
    }
    int slot = slot(user, groups);
    Remembered known = remembered[slot];
    if (known != null && known.is(user, groups)) {
      return known.identity;
    }
    Identity identity = read(user, groups);
    if (identity instanceof Identity.Known && user.length() + groups.length() <= MAX_REMEMBERED) {
      remembered[slot] = new Remembered(copy(user), copy(groups), identity);
    }
    return identity;
  }

  private Identity read(ByteRange user, ByteRange groups) {
    String name = name(user);
    if (name.startsWith(userPrefix)) {
      name = name.substring(userPrefix.length());
    }
    boolean kept = name.startsWith(KUBERNETES) && !name.startsWith(SERVICE_ACCOUNT);
    if (name.isBlank() || name.indexOf(',') >= 0 || kept) {
      return NO_USER_NAME;
    }
    Set<String> names = new LinkedHashSet<>();
    int from = groups.from();
    for (int i = from; i <= groups.to(); i++) {
      if (i == groups.to() || groups.bytes()[i] == ',') {
        if (!group(new ByteRange().set(groups.bytes(), from, i), names)) {
          return NO_GROUPS;
        }
        from = i + 1;
      }
    }
    return new Identity.Known(new Caller(name, List.copyOf(names)));
  }

  /** Adds the group, unless it is empty or Kubernetes' own; false when it makes no sense. */
  private static boolean group(ByteRange range, Set<String> names) {
    String text = range.text();
    if (text.isBlank()) {
      return true;
    }
    String name = name(range).strip();
    if (!name.isEmpty() && !isKubernetes(name)) {
      names.add(name);
    }
    return !name.isEmpty() && names.size() <= MAX_GROUPS;
  }

  /** Whether only Kubernetes itself puts anybody into this group. */
  public static boolean isKubernetes(String group) {
    return group.startsWith(KUBERNETES);
  }

  /** Whether a user or a group can be called so. */
  public static boolean isName(String name) {
    return name.getBytes(UTF_8).length <= MAX_NAME
        && name.codePoints().allMatch(Callers::isVisible);
  }

  /** The name in the range; empty when there can be no such name. */
  private static String name(ByteRange range) {
    if (range.length() > MAX_NAME) {
      return "";
    }
    try {
      String name =
          UTF_8
              .newDecoder() // one that reports what is malformed
              .decode(ByteBuffer.wrap(range.bytes(), range.from(), range.length()))
              .toString();
      return name.codePoints().allMatch(Callers::isVisible) ? name : "";
    } catch (CharacterCodingException e) {
      return "";
    }
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  private static int slot(ByteRange user, ByteRange groups) {
    int hash = hash(user) * 31 + hash(groups);
    return (hash ^ (hash >>> 11) ^ (hash >>> 22)) & (REMEMBERED - 1);
  }

  private static int hash(ByteRange range) {
    byte[] b = range.bytes();
    int hash = 1;
    for (int i = range.from(); i < range.to(); i++) {
      hash = hash * 31 + b[i];
    }
    return hash;
  }

  private static byte[] copy(ByteRange range) {
    return Arrays.copyOfRange(range.bytes(), range.from(), range.to());
  }

  /** What was read from headers with these bytes. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Remembered(byte[] user, byte[] groups, Identity identity) {
    boolean is(ByteRange otherUser, ByteRange otherGroups) {
      return same(user, otherUser) && same(groups, otherGroups);
    }

    private static boolean same(byte[] known, ByteRange range) {
      return Arrays.equals(known, 0, known.length, range.bytes(), range.from(), range.to());
    }
  }
}
