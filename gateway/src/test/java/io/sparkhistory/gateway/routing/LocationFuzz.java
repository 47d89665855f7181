package io.sparkhistory.gateway.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.routing.LocationRewrite.Kind;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address that is rewritten never leaves the tenant's prefix, whatever a browser makes of it,
 * and rewriting twice is rewriting once. What is left alone is byte for byte what it was. Confined
 * cookies are confined to the prefix by RFC 6265's own reading.
 */
public final class LocationFuzz {
  private static final LocationRewriter REWRITER = new LocationRewriter();
  private static final HeaderRules RULES = new HeaderRules(Set.of("kept"));
  private static final String PREFIX = "/sparkhistory/ns-a";
  private static final String EXTERNAL = "kubeflow.example.org";
  private static final Set<String> OWN = Set.of("10.1.2.3:18080", "[fd00::1]:18080", "history:80");

  /** Seconds and an address, which may stand in quotes (HTML, "shared declarative refresh"). */
  private static final Pattern REFRESH =
      Pattern.compile(
          "(?is)[ \\t]*[0-9.]+(?:[ \\t]*[;,]|[ \\t])[ \\t]*(?:url[ \\t]*=[ \\t]*)?"
              + "(?:(['\"])[ \\t]*(.*?)(?:\\1.*|$)|(.*))");

  private LocationFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String value = new String(data, ISO_8859_1);
    location(value);
    refresh(value);
    setCookie(value);
    for (String pair : RULES.cookies(value).split("; ", -1)) {
      assertThat(pair).matches("(?s)(kept=[^;]*)?");
    }
  }

  private static void location(String value) {
    LocationRewrite rewrite = REWRITER.rewrite(value, PREFIX, EXTERNAL, OWN);
    String now = rewrite.value();
    switch (rewrite.kind()) {
      case ABSENT -> throw new AssertionError("there was one");
      case UNCHANGED -> assertThat(now).isEqualTo(value);
      case DROPPED -> assertThat(now).isEmpty();
      case REWRITTEN -> assertThat(now).startsWith(PREFIX).isNotEqualTo(value);
    }
    assertThat(now).doesNotMatch("(?s).*[\\x00-\\x1f\\x7f].*");
    if (rewrite.kind() == Kind.REWRITTEN || (now.startsWith("/") && !now.startsWith("//"))) {
      staysBelow(value, now);
    }
    doesNotClimb(value, now);
    assertThat(REWRITER.rewrite(now, PREFIX, EXTERNAL, OWN))
        .as(value)
        .isEqualTo(new LocationRewrite(Kind.UNCHANGED, now));
  }

  /** From any folder of the tenant that the browser may be in. */
  private static void doesNotClimb(String value, String now) {
    String address = now.strip().replaceFirst("(?i)^https?:", "");
    boolean other = address.matches("(?s)[A-Za-z][A-Za-z0-9+.-]*:.*");
    if (!other && !address.matches("(?s)[/\\\\].*")) {
      String page = PREFIX + "/folder/";
      assertThat(Browser.goesTo(page + address, "http").path()).as(value).startsWith(page);
    }
  }

  private static void staysBelow(String value, String now) {
    for (String scheme : new String[] {"http", "https"}) {
      Browser there = Browser.goesTo(now, scheme);
      assertThat(there.host()).as(value).isEmpty();
      assertThat(there.path()).as(value).matches("(?s)\\Q" + PREFIX + "\\E(/.*)?");
    }
  }

  private static void refresh(String value) {
    LocationRewrite rewrite = REWRITER.refresh(value, PREFIX, EXTERNAL, OWN);
    String now = rewrite.value();
    if (rewrite.kind() == Kind.UNCHANGED) {
      assertThat(now).isEqualTo(value);
    } else if (rewrite.kind() == Kind.DROPPED) {
      assertThat(now).isEmpty();
    }
    assertThat(now).doesNotMatch("(?s).*[\\x00\\r\\n].*");
    Matcher address = REFRESH.matcher(now);
    if (address.matches()) {
      String url = address.group(2) == null ? address.group(3) : address.group(2);
      if (url.startsWith("/") && !url.startsWith("//")) {
        staysBelow(value, url);
      }
    }
    assertThat(REWRITER.refresh(now, PREFIX, EXTERNAL, OWN))
        .as(value)
        .isEqualTo(new LocationRewrite(Kind.UNCHANGED, now));
  }

  private static void setCookie(String value) {
    String confined = RULES.setCookie(value, PREFIX);
    if (confined.isEmpty()) {
      return;
    }
    assertThat(confined).doesNotMatch("(?s).*[\\x00\\r\\n].*");
    String path = "";
    String[] parts = confined.split(";", -1);
    for (int i = 1; i < parts.length; i++) {
      String[] pair = parts[i].split("=", 2);
      String name = pair[0].replaceAll("^[ \\t]+|[ \\t]+$", "");
      assertThat(name).as(value).isNotEqualToIgnoringCase("domain");
      if (name.equalsIgnoreCase("path")) {
        path = pair.length < 2 ? "" : pair[1].replaceAll("^[ \\t]+|[ \\t]+$", "");
      }
    }
    // a path that is no path would be the page's own folder
    assertThat(path).as(value).startsWith(PREFIX + "/");
    assertThat(RULES.setCookie(confined, PREFIX)).as(value).isEqualTo(confined);
  }
}
