package io.sparkhistory.gateway.routing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the {@link Field} that the name of a header field belongs to, in any letter case and
 * without allocating.
 *
 * <p>Names are looked up by their letters and digits alone. So {@code kubeflow_userid}, {@code
 * KubeflowUserId} and {@code kubeflow.userid} all meet the entry of {@code kubeflow-userid}, and
 * because they are not spelled like it they are {@link Field#LOOK_ALIKE}: many servers fold such
 * names into one (CGI's {@code HTTP_KUBEFLOW_USERID}), and whoever reads them then would believe
 * the client instead of the gateway.
 */
public final class FieldNames {
  /** Lower-case letter or digit for each byte; 0 for everything else. */
  private static final byte[] LETTERS = new byte[256];

  /** Fields that nothing depends on, so that a name which resembles theirs is just another name. */
  private static final Set<Field> UNGUARDED =
      EnumSet.of(
          Field.VIA,
          Field.MAX_FORWARDS,
          Field.DATE,
          Field.ACCEPT,
          Field.TRACEPARENT,
          Field.PURPOSE,
          Field.FETCH_MODE,
          Field.PREFER,
          Field.CONTENT_TYPE,
          Field.LOCATION,
          Field.CONTENT_LOCATION,
          Field.REFRESH,
          Field.SITE_WIDE,
          Field.HEAD_ONLY);

  /** What a configured identity header may be called although the table below knows the name. */
  private static final Set<Field> MAY_BE_IDENTITY = EnumSet.of(Field.CREDENTIAL, Field.LOOK_ALIKE);

  /** A power of two, four times what is in it. */
  private static final int SLOTS = 512;

  static {
    for (int c = 'a'; c <= 'z'; c++) {
      LETTERS[c] = (byte) c;
      LETTERS[c - 'a' + 'A'] = (byte) c;
    }
    for (int c = '0'; c <= '9'; c++) {
      LETTERS[c] = (byte) c;
    }
  }

  private final @Nullable Name[] table = new Name[SLOTS];
  private final Prefix[] prefixes;
  private final boolean[] prefixStarts = new boolean[256];

  /**
   * Throws {@link IllegalArgumentException} when a header cannot carry an identity.
   *
   * @param userHeader name of the header with the authenticated user
   * @param groupsHeader name of the header with the groups; empty when there is none
   */
  public FieldNames(String userHeader, String groupsHeader) {
    for (Field field : Field.values()) {
      for (String name : KnownFields.names(field)) {
        put(name, field);
      }
    }
    putIdentity(userHeader, Field.USER);
    if (!groupsHeader.isEmpty()) {
      if (sameLetters(userHeader, groupsHeader)) {
        throw new IllegalArgumentException(
            "'" + groupsHeader + "' cannot be an identity header: it is read as the user's");
      }
      putIdentity(groupsHeader, Field.GROUPS);
    }
    prefixes =
        KnownFields.prefixes().entrySet().stream()
            .map(e -> new Prefix(e.getKey().getBytes(US_ASCII), e.getValue()))
            .toArray(Prefix[]::new);
    for (Prefix prefix : prefixes) {
      prefixStarts[prefix.start[0]] = true;
    }
  }

  /** Whether a header of this name can carry the user or the groups. */
  public static boolean mayBeIdentity(String name) {
    try {
      FieldNames unused = new FieldNames(name, "");
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether some servers take the two names for one. */
  public static boolean sameLetters(String name, String other) {
    return letters(name).equals(letters(other));
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** The field that the name {@code b[from..to)} belongs to. */
  public Field classify(byte[] b, int from, int to) {
    int hash = hash(b, from, to);
    for (int slot = slot(hash); ; slot = (slot + 1) & (SLOTS - 1)) {
      Name name = table[slot];
      if (name == null) {
        return byPrefix(b, from, to);
      }
      if (name.hash == hash && sameLetters(name.spelling, b, from, to)) {
        return name.isSpelled(b, from, to) ? name.field : name.otherSpelling;
      }
    }
  }

  private Field byPrefix(byte[] b, int from, int to) {
    if (from == to || !prefixStarts[LETTERS[b[from] & 0xff]]) {
      return Field.OTHER;
    }
    for (Prefix prefix : prefixes) {
      if (prefix.begins(b, from, to)) {
        return prefix.field;
      }
    }
    return Field.OTHER;
  }

  private void putIdentity(String header, Field field) {
    String name = header.toLowerCase(Locale.ROOT);
    if (!name.matches("[a-z0-9][a-z0-9-]*")) {
      throw new IllegalArgumentException(
          "'" + header + "' cannot be an identity header: expected letters, digits and '-'");
    }
    byte[] b = name.getBytes(US_ASCII);
    Field known = classify(b, 0, b.length);
    boolean free = known == Field.OTHER || MAY_BE_IDENTITY.contains(known);
    if (!free || KnownFields.PASSWORDS.contains(name)) {
      throw new IllegalArgumentException(
          "'" + header + "' cannot be an identity header: it has another meaning in HTTP");
    }
    put(name, field);
  }

  /** Adds a name; takes the place of one with the same letters. */
  private void put(String spelling, Field field) {
    byte[] b = spelling.getBytes(US_ASCII);
    Field other = UNGUARDED.contains(field) ? Field.OTHER : Field.LOOK_ALIKE;
    int hash = hash(b, 0, b.length);
    int slot = slot(hash);
    for (Name name = table[slot]; name != null; name = table[slot]) {
      if (sameLetters(name.spelling, b, 0, b.length)) {
        break;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    table[slot] = new Name(b, hash, field, other);
  }

  private static int hash(byte[] b, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      byte letter = LETTERS[b[i] & 0xff];
      if (letter != 0) {
        hash = hash * 31 + letter;
      }
    }
    return hash;
  }

  private static int slot(int hash) {
    return (hash ^ (hash >>> 9) ^ (hash >>> 18)) & (SLOTS - 1);
  }

  private static boolean sameLetters(byte[] known, byte[] b, int from, int to) {
    int k = 0;
    for (int i = from; i < to; i++) {
      byte letter = LETTERS[b[i] & 0xff];
      if (letter == 0) {
        continue;
      }
      while (k < known.length && LETTERS[known[k]] == 0) {
        k++;
      }
      if (k == known.length || known[k++] != letter) {
        return false;
      }
    }
    while (k < known.length && LETTERS[known[k]] == 0) {
      k++;
    }
    return k == known.length;
  }

  /**
   * A known name.
   *
   * @param spelling how it is spelled, lower case
   * @param otherSpelling what a name is that has the same letters and is spelled otherwise
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Name(byte[] spelling, int hash, Field field, Field otherSpelling) {
    boolean isSpelled(byte[] b, int from, int to) {
      if (to - from != spelling.length) {
        return false;
      }
      for (int i = 0; i < spelling.length; i++) {
        byte letter = LETTERS[b[from + i] & 0xff];
        if (spelling[i] != (letter != 0 ? letter : b[from + i])) {
          return false;
        }
      }
      return true;
    }
  }

  /** A family of names, by what they start with; its {@code -} stands for any separator. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Prefix(byte[] start, Field field) {
    boolean begins(byte[] b, int from, int to) {
      if (to - from < start.length) {
        return false;
      }
      for (int i = 0; i < start.length; i++) {
        byte letter = LETTERS[b[from + i] & 0xff];
        if (letter != LETTERS[start[i]]) {
          return false;
        }
      }
      return true;
    }
  }
}
