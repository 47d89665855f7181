package io.sparkhistory.gateway.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sparkhistory.gateway.routing.ByteRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A request as the head of one would show it. */
record FakeVisit(
    String method,
    String path,
    List<String> users,
    List<String> groupHeaders,
    boolean prefetch,
    String authority,
    Map<String, String> others)
    implements Visit {

  /** A page that alice opens. */
  static FakeVisit get(String path) {
    return new FakeVisit(
        "GET", path, List.of("alice"), List.of(), false, "gateway.example", Map.of());
  }

  FakeVisit by(String... users) {
    return new FakeVisit(method, path, List.of(users), groupHeaders, prefetch, authority, others);
  }

  FakeVisit with(String otherMethod) {
    return new FakeVisit(otherMethod, path, users, groupHeaders, prefetch, authority, others);
  }

  FakeVisit ahead() {
    return new FakeVisit(method, path, users, groupHeaders, true, authority, others);
  }

  FakeVisit at(String otherAuthority) {
    return new FakeVisit(method, path, users, groupHeaders, prefetch, otherAuthority, others);
  }

  /** With one more field. */
  FakeVisit saying(String name, String value) {
    Map<String, String> all = new HashMap<>(others);
    all.put(name, value);
    return new FakeVisit(method, path, users, groupHeaders, prefetch, authority, all);
  }

  @Override
  public String only(String name) {
    return others.getOrDefault(name, NONE);
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
