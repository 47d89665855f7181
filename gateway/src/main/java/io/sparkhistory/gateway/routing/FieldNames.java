package io.sparkhistory.gateway.routing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

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
  /** Fields that nothing depends on, so that a name which resembles theirs is just another name. */
  private static final Set<Field> UNGUARDED =
      EnumSet.of(
          Field.FORWARDED,
          Field.FORWARDED_BY_OPTION,
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
  private static final Set<Field> MAY_BE_IDENTITY =
      EnumSet.of(Field.OTHER, Field.BETWEEN_PROXIES, Field.LOOK_ALIKE);

  /** Fields that the gateway reads itself; history servers are sent them where it is asked for. */
  private static final Set<Field> READ_HERE =
      EnumSet.of(Field.DATE, Field.MAX_FORWARDS, Field.PURPOSE, Field.FETCH_MODE, Field.PREFER);

  /** Most names that can be forwarded in addition. */
  private static final int MOST_FORWARDED = 64;

  private final NameTable table = new NameTable();
  private final Prefix[] prefixes;
  private final boolean[] prefixStarts = new boolean[256];
  private final Set<Field> alsoForwarded = EnumSet.noneOf(Field.class);

  /**
   * Throws {@link IllegalArgumentException} when a header cannot carry an identity, or a name not
   * be forwarded.
   *
   * @param userHeader name of the header with the authenticated user
   * @param groupsHeader name of the header with the groups; empty when there is none
   * @param forwarded names of fields of requests that history servers are sent in addition to those
   *     that they are known to read
   */
  public FieldNames(String userHeader, String groupsHeader, Collection<String> forwarded) {
    this(userHeader, groupsHeader);
    List<String> refusals = forward(forwarded);
    if (!refusals.isEmpty()) {
      throw new IllegalArgumentException(refusals.get(0));
    }
  }

  /** Like the other one; nothing is forwarded in addition. */
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

  /** A sentence for each of the names that cannot be forwarded, as the constructor has them. */
  public static List<String> refusals(
      String userHeader, String groupsHeader, Collection<String> forwarded) {
    List<String> refusals = new FieldNames(userHeader, groupsHeader).forward(forwarded);
    if (forwarded.size() > MOST_FORWARDED) {
      refusals.add("more than " + MOST_FORWARDED + " names cannot be forwarded");
    }
    return refusals;
  }

  /** Fields that the gateway reads itself and that history servers are sent nevertheless. */
  public Set<Field> alsoForwarded() {
    return Set.copyOf(alsoForwarded);
  }

  /** Whether some servers take the two names for one. */
  public static boolean sameLetters(String name, String other) {
    return NameTable.sameLetters(name, other);
  }

  /** The field that the name {@code b[from..to)} belongs to. */
  public Field classify(byte[] b, int from, int to) {
    NameTable.Name name = table.find(b, from, to);
    if (name == null) {
      return byPrefix(b, from, to);
    }
    return name.isSpelled(b, from, to) ? name.field() : name.otherSpelling();
  }

  private Field byPrefix(byte[] b, int from, int to) {
    if (from == to || !prefixStarts[NameTable.letter(b[from])]) {
      return Field.OTHER;
    }
    for (Prefix prefix : prefixes) {
      if (prefix.begins(b, from, to)) {
        return prefix.field;
      }
    }
    return Field.OTHER;
  }

  /** Has names forwarded, too. Returns a sentence for each that cannot be. */
  private List<String> forward(Collection<String> headers) {
    List<String> refusals = new ArrayList<>();
    for (String header : headers) {
      String refusal = forward(header);
      if (!refusal.isEmpty()) {
        refusals.add(header + " cannot be forwarded: " + refusal);
      }
    }
    return refusals;
  }

  /** Has a name forwarded, too. Returns why that cannot be, or nothing when it can. */
  private String forward(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    if (!name.matches("[a-z0-9][a-z0-9-]*")) {
      return "expected letters, digits and '-'";
    }
    byte[] b = name.getBytes(US_ASCII);
    Field known = classify(b, 0, b.length);
    String refusal = HeaderRules.whyNotForwarded(known);
    if (!refusal.isEmpty()) {
      return refusal;
    }
    NameTable.Name sameLetters = table.find(b, 0, b.length);
    if (sameLetters != null && !sameLetters.isSpelled(b, 0, b.length)) {
      return "servers may take it for " + new String(sameLetters.spelling(), US_ASCII);
    }
    if (READ_HERE.contains(known)) {
      alsoForwarded.add(known);
    } else if (known == Field.OTHER) {
      put(name, Field.FORWARDED_BY_OPTION);
    } else if (known == Field.HEAD_ONLY) {
      put(name, Field.FORWARDED);
    }
    return "";
  }

  private void putIdentity(String header, Field field) {
    String name = header.toLowerCase(Locale.ROOT);
    if (!name.matches("[a-z0-9][a-z0-9-]*")) {
      throw new IllegalArgumentException(
          "'" + header + "' cannot be an identity header: expected letters, digits and '-'");
    }
    byte[] b = name.getBytes(US_ASCII);
    Field known = classify(b, 0, b.length);
    if (!MAY_BE_IDENTITY.contains(known) || KnownFields.PASSWORDS.contains(name)) {
      throw new IllegalArgumentException(
          "'" + header + "' cannot be an identity header: it has another meaning in HTTP");
    }
    put(name, field);
  }

  private void put(String spelling, Field field) {
    table.put(spelling, field, UNGUARDED.contains(field) ? Field.OTHER : Field.LOOK_ALIKE);
  }

  /** A family of names, by what they start with; its {@code -} stands for any separator. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Prefix(byte[] start, Field field) {
    boolean begins(byte[] b, int from, int to) {
      if (to - from < start.length) {
        return false;
      }
      for (int i = 0; i < start.length; i++) {
        if (NameTable.letter(b[from + i]) != NameTable.letter(start[i])) {
          return false;
        }
      }
      return true;
    }
  }
}
