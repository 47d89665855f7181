package io.sparkhistory.gateway.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sparkhistory.gateway.routing.ByteRange;
import java.util.List;

/** What a request shows beside its user header. */
public record Shown(
    List<String> certificateLines, List<String> authorizationLines, int groupsFields)
    implements Proof.Evidence {

  static Shown certificates(String... values) {
    return new Shown(List.of(values), List.of(), 0);
  }

  public static Shown authorizations(String... values) {
    return new Shown(List.of(), List.of(values), 0);
  }

  /** The same with a groups header. */
  public Shown withGroupsHeader() {
    return new Shown(certificateLines, authorizationLines, 1);
  }

  @Override
  public int certificateFields() {
    return certificateLines.size();
  }

  @Override
  public ByteRange certificate() {
    return first(certificateLines);
  }

  @Override
  public int authorizationFields() {
    return authorizationLines.size();
  }

  @Override
  public ByteRange authorization() {
    return first(authorizationLines);
  }

  private static ByteRange first(List<String> values) {
    byte[] b = (values.isEmpty() ? "" : values.get(0)).getBytes(ISO_8859_1);
    return new ByteRange().set(b, 0, b.length);
  }
}
