package io.sparkhistory.gateway.page;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Frame of every page: {@code shell.html} (head, bar, style, script), which the other templates
 * extend, and the header fields.
 */
final class Shell {
  static final String HTML = "text/html; charset=utf-8";
  static final String JSON = "application/json";
  static final String PROBLEM = "application/problem+json";
  static final String SVG = "image/svg+xml";

  /** What is no page runs nothing, fetches nothing, and is in no frame. */
  private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

  /** How often browsers without JavaScript ask again. */
  static final String REFRESH_SECONDS = "3";

  /**
   * A page as its frame sees it.
   *
   * @param main template of the whole page
   * @param values of the places in it, without those of the frame
   * @param script name of the script's resource; empty for none
   * @param refresh path and query that browsers without JavaScript ask again and again; empty for
   *     none
   */
  record Inside(
      String title,
      String user,
      Template main,
      Map<String, ?> values,
      String script,
      String refresh) {}

  private final String style = Template.read("style.css");
  private final String icon = Template.read("icon.svg");
  private final Map<String, String> scripts = new LinkedHashMap<>();
  private final String prefix;
  private final Supplier<String> nonces;

  Shell(String prefix, Supplier<String> nonces) {
    this.prefix = prefix;
    this.nonces = nonces;
    scripts.put("", "");
    for (String name :
        new String[] {"waiting.js", "slow.js", "start.js", "nowhere.js", "error.js"}) {
      scripts.put(name, Template.read(name));
    }
  }

  String prefix() {
    return prefix;
  }

  Page html(int status, Inside inside) {
    String nonce = nonces.get();
    Map<String, Object> frame = new LinkedHashMap<>();
    frame.put("nonce", nonce);
    frame.put("title", inside.title());
    frame.put("user", inside.user());
    frame.put("mark", icon.strip());
    frame.put("style", style);
    frame.put("script", scripts.getOrDefault(inside.script(), ""));
    frame.put("refresh", refresh(inside.refresh()));
    Map<String, Object> values = new LinkedHashMap<>(inside.values());
    values.put("prefix", prefix);
    values.put("frame", frame);
    Map<String, String> fields = fields();
    fields.put(Page.POLICY, policy(nonce));
    return Page.of(status, HTML, fields, inside.main().fill(values));
  }

  Page json(int status, String contentType, Map<String, ?> object) {
    Map<String, String> fields = fields();
    fields.put(Page.POLICY, NOTHING);
    return Page.of(status, contentType, fields, Json.text(object));
  }

  /** No content. */
  Page nothing() {
    Map<String, String> fields = fields();
    fields.put("Content-Security-Policy", NOTHING);
    return Page.of(200, "", fields, "");
  }

  /** No page at all, but the way to one. */
  Page redirect(String location, int status) {
    Map<String, String> fields = fields();
    fields.put(Page.POLICY, NOTHING);
    fields.put("Location", location);
    return Page.of(status, "", fields, "");
  }

  /** The mark, for the browser's tab. */
  Page icon() {
    Map<String, String> fields = fields();
    fields.put(Page.POLICY, "default-src 'none'");
    fields.put("Cache-Control", "private, max-age=86400");
    return Page.of(200, SVG, fields, icon);
  }

  /**
   * Names the address, because Chromium takes a refresh of an address with a fragment for a jump
   * within the page. An address that could lead to another host is not named.
   */
  private static String refresh(String target) {
    if (target.isEmpty()) {
      return "";
    }
    boolean here = target.matches("/(?![/\\\\])[^#]*");
    return here ? REFRESH_SECONDS + "; url=" + target : REFRESH_SECONDS;
  }

  private static Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Cache-Control", "no-store");
    // one address has other responses for people than for programs (RFC 9110, section 12.5.5)
    fields.put("Vary", "Accept");
    fields.put("X-Content-Type-Options", "nosniff");
    fields.put("Referrer-Policy", "same-origin");
    return fields;
  }

  /**
   * Nothing but what this page carries itself may run or be fetched; the dashboard may frame it.
   */
  private static String policy(String nonce) {
    return "default-src 'none'; script-src 'nonce-"
        + nonce
        + "'; style-src 'nonce-"
        + nonce
        + "'; img-src 'self'; connect-src 'self'; "
        + Page.FRAMED_BY_OWN_ORIGIN
        + "; base-uri 'none'; form-action 'self'";
  }
}
