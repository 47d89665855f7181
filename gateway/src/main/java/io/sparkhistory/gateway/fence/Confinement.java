package io.sparkhistory.gateway.fence;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Serialized policy (Content Security Policy Level 3) that confines a document.
 *
 * <p>Scripts and styles may be inline, because every Spark writes its pages like that. {@code
 * frame-src} and {@code worker-src} are {@code 'none'} although a path could be named: a response
 * that is no document carries no policy, and in a frame or worker made of it a script would be free
 * of this one.
 *
 * @param sources what everything is loaded from and sent to
 * @param ancestors who may have the document in a frame
 */
record Confinement(String sources, String ancestors) {
  private static final String NONE = "'none'";

  /** Pages of the document's own host, which the dashboard is one of unless it is elsewhere. */
  private static final String SAME_ORIGIN = "'self'";

  /** For a host that is not known, or that no source can name: nothing but the document itself. */
  static final Confinement UNKNOWN_HOST = new Confinement("", SAME_ORIGIN);

  /**
   * To a path of a host.
   *
   * @param framedBy one more source that may have the document in a frame; empty: none
   * @param authority host, with its port where it is not the default one; without a scheme the
   *     document's own counts, or https from http
   * @param path ends with a slash, so that everything below it matches
   */
  static Confinement to(String authority, String path, String framedBy) {
    return new Confinement(
        authority + path, framedBy.isEmpty() ? SAME_ORIGIN : SAME_ORIGIN + " " + framedBy);
  }

  /** The policy: directives with semicolons between them, without a comma. */
  String policy() {
    return directives().entrySet().stream()
        .map(directive -> directive.getKey() + " " + directive.getValue())
        .collect(Collectors.joining("; "));
  }

  private Map<String, String> directives() {
    Map<String, String> directives = new LinkedHashMap<>();
    directives.put("default-src", NONE);
    if (!sources.isEmpty()) {
      directives.put("script-src", sources + " 'unsafe-inline'");
      directives.put("style-src", sources + " 'unsafe-inline'");
      directives.put("img-src", sources + " data:");
      directives.put("font-src", sources + " data:");
      directives.put("connect-src", sources);
    }
    directives.put("form-action", sources.isEmpty() ? NONE : sources);
    directives.put("frame-src", NONE);
    directives.put("worker-src", NONE);
    directives.put("object-src", NONE);
    directives.put("base-uri", NONE);
    directives.put("frame-ancestors", ancestors);
    return directives;
  }
}
