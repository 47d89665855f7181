package io.sparkhistory.gateway.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sparkhistory.gateway.routing.ByteRange;
import java.util.List;

/** A request as the head of one would show it. */
record FakeVisit(
    String method,
    String path,
    List<String> users,
    List<String> groupHeaders,
    boolean prefetch,
    String authority)
    implements Visit {

  /** A page that alice opens. */
  static FakeVisit get(String path) {
    return new FakeVisit("GET", path, List.of("alice"), List.of(), false, "gateway.example");
  }

  FakeVisit by(String... users) {
    return new FakeVisit(method, path, List.of(users), groupHeaders, prefetch, authority);
  }

  FakeVisit with(String otherMethod) {
    return new FakeVisit(otherMethod, path, users, groupHeaders, prefetch, authority);
  }

  FakeVisit ahead() {
    return new FakeVisit(method, path, users, groupHeaders, true, authority);
  }

  FakeVisit at(String otherAuthority) {
    return new FakeVisit(method, path, users, groupHeaders, prefetch, otherAuthority);
  }

  @Override
  public ByteRange target() {
    return range(path);
  }

  @Override
  public ByteRange host() {
    return range(authority);
  }

  @Override
  public boolean secure() {
    return true;
  }

  @Override
  public int userFields() {
    return users.size();
  }

  @Override
  public ByteRange user() {
    return range(users.isEmpty() ? "" : users.get(0));
  }

  @Override
  public int groupsFields() {
    return groupHeaders.size();
  }

  @Override
  public ByteRange groups() {
    return range(groupHeaders.isEmpty() ? "" : groupHeaders.get(0));
  }

  @Override
  public int certificateFields() {
    return 0;
  }

  @Override
  public ByteRange certificate() {
    return range("");
  }

  @Override
  public int authorizationFields() {
    return 0;
  }

  @Override
  public ByteRange authorization() {
    return range("");
  }

  private static ByteRange range(String text) {
    byte[] b = text.getBytes(UTF_8);
    return new ByteRange().set(b, 0, b.length);
  }
}
