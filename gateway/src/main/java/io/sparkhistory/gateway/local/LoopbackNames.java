package io.sparkhistory.gateway.local;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The names by which this machine calls itself.
 *
 * <p>A page of another site cannot read what the gateway answers, unless that site's name points at
 * loopback (DNS rebinding): then the browser takes the gateway for the site. It still sends the
 * site's name as {@code Host}, so in local mode a request must carry one of the names here.
 */
public final class LoopbackNames {
  /** RFC 6761, section 6.3: these never leave the machine. */
  private static final Pattern LOCALHOST = Pattern.compile("([a-z0-9-]++\\.)*+localhost");

  private static final Pattern IPV4 =
      Pattern.compile("127\\.(0|[1-9][0-9]{0,2})\\.(0|[1-9][0-9]{0,2})\\.(0|[1-9][0-9]{0,2})");
  private static final Pattern IPV6 = Pattern.compile("\\[(::1|0:0:0:0:0:0:0:1)]");
  private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}");

  private LoopbackNames() {}

  /**
   * Whether the value of a {@code Host} field is a loopback name.
   *
   * @param host a host and maybe a port (RFC 9110, section 7.2)
   */
  public static boolean accepts(String host) {
    int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
    int hostEnd = end <= 0 ? host.length() : end;
    String port = host.substring(hostEnd);
    if (!port.isEmpty() && !PORT.matcher(port).matches()) {
      return false;
    }
    String name = host.substring(0, hostEnd).toLowerCase(Locale.ROOT);
    return LOCALHOST.matcher(name).matches() || isIpv4(name) || IPV6.matcher(name).matches();
  }

  /**
   * Throws {@link IllegalArgumentException} with a sentence for people when the gateway could be
   * reached from another machine at this address, or when there is no such address.
   *
   * @param listen a name or a literal IP address
   */
  public static void require(String listen) {
    InetAddress address;
    try {
      address = InetAddress.getByName(listen);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("'" + listen + "' is not the name of this machine", e);
    }
    if (!address.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "Local mode asks nobody for a password, so it listens on loopback only:"
              + " use 127.0.0.1 instead of "
              + listen);
    }
  }

  private static boolean isIpv4(String name) {
    if (!IPV4.matcher(name).matches()) {
      return false;
    }
    for (String part : name.split("\\.", -1)) {
      if (Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }
}
