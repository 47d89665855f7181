package io.sparkhistory.gateway.backend;

import java.util.OptionalInt;

/**
 * A host and a TCP port in their usual notation: {@code 127.0.0.1:18080}, {@code [::1]:18080},
 * {@code history.example.com:80}.
 *
 * @param host a name or a literal IP address, IPv6 without brackets
 * @param port 0 to 65535; 0 only where somebody listens on whatever port is free
 */
public record HostPort(String host, int port) {
  private static final String EXPECTED =
      "expected host:port such as 127.0.0.1:18080, an IPv6 address in brackets";

  /** Longest name of a host (RFC 1035, section 2.3.4). */
  private static final int MAX_HOST = 253;

  /**
   * Reads {@code host:port}; throws {@link IllegalArgumentException} with a sentence otherwise. No
   * name is looked up.
   */
  public static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException(EXPECTED);
    }
    return new HostPort(host(text.substring(0, colon)), port(text.substring(colon + 1)));
  }

  /** With brackets around an IPv6 address, as in a URL. */
  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  private static String host(String text) {
    boolean brackets = text.startsWith("[") && text.endsWith("]") && text.length() > 2;
    String host = brackets ? text.substring(1, text.length() - 1) : text;
    if (host.length() > MAX_HOST || brackets != (host.indexOf(':') >= 0)) {
      throw new IllegalArgumentException(EXPECTED);
    }
    String allowed =
        brackets ? "[0-9A-Fa-f:.]+(%[0-9A-Za-z._-]+)?" : "[0-9A-Za-z]([0-9A-Za-z._-]*)";
    if (!host.matches(allowed)) {
      throw new IllegalArgumentException(EXPECTED);
    }
    return host;
  }

  private static int port(String text) {
    return readPort(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected a port from 0 to 65535 after the last colon"));
  }

  /** The port, 0 to 65535, that a text is; empty when it is none. */
  public static OptionalInt readPort(String text) {
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : Integer.MAX_VALUE;
    return port <= 65535 ? OptionalInt.of(port) : OptionalInt.empty();
  }
}
