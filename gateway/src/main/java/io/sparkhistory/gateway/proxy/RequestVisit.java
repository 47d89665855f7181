package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sparkhistory.gateway.http.Head;
import io.sparkhistory.gateway.http.RequestHeadWriter;
import io.sparkhistory.gateway.request.Visit;
import io.sparkhistory.gateway.routing.ByteRange;
import io.sparkhistory.gateway.routing.Field;

/** View of a request for the gate: some fields of its head, read on demand. */
final class RequestVisit implements Visit {
  private final Head head;
  private final ByteRange host = new ByteRange();
  private final ByteRange user = new ByteRange();
  private final ByteRange groups = new ByteRange();
  private final ByteRange purpose = new ByteRange();
  private final ByteRange certificate = new ByteRange();
  private final ByteRange authorization = new ByteRange();

  RequestVisit(Head head) {
    this.head = head;
  }

  @Override
  public String method() {
    return head.method();
  }

  @Override
  public ByteRange target() {
    return head.target();
  }

  @Override
  public ByteRange host() {
    return head.value(Field.HOST, host);
  }

  @Override
  public boolean secure() {
    return RequestHeadWriter.isSecure(head);
  }

  @Override
  public int userFields() {
    return head.count(Field.USER);
  }

  @Override
  public ByteRange user() {
    return head.value(Field.USER, user);
  }

  @Override
  public int groupsFields() {
    return head.count(Field.GROUPS);
  }

  @Override
  public ByteRange groups() {
    return head.value(Field.GROUPS, groups);
  }

  @Override
  public int certificateFields() {
    return head.count(Field.CLIENT_CERTIFICATE);
  }

  @Override
  public ByteRange certificate() {
    return head.value(Field.CLIENT_CERTIFICATE, certificate);
  }

  @Override
  public int authorizationFields() {
    return head.count(Field.AUTHORIZATION);
  }

  @Override
  public ByteRange authorization() {
    return head.value(Field.AUTHORIZATION, authorization);
  }

  @Override
  public boolean prefetch() {
    if (head.count(Field.PURPOSE) == 0) {
      return false;
    }
    String says = head.value(Field.PURPOSE, purpose).text();
    return says.contains("prefetch") || says.contains("prerender") || says.contains("preview");
  }

  @Override
  public String only(String name) {
    String only = NONE;
    boolean found = false;
    for (int i = 0; i < head.fields(); i++) {
      if (named(i, name)) {
        only = found ? TWICE : value(i);
        found = true;
      }
    }
    return only;
  }

  private boolean named(int i, String name) {
    byte[] b = head.bytes();
    int from = head.nameFrom(i);
    boolean same = head.nameTo(i) - from == name.length();
    for (int c = 0; same && c < name.length(); c++) {
      same = Character.toLowerCase((char) (b[from + c] & 0xff)) == name.charAt(c);
    }
    return same;
  }

  private String value(int i) {
    int from = head.valueFrom(i);
    return new String(head.bytes(), from, head.valueTo(i) - from, ISO_8859_1);
  }
}
