package io.sparkhistory.gateway.routing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Paths of running applications below a namespace:
 *
 * <ul>
 *   <li>{@code /-/live/}: the list of them
 *   <li>{@code /-/live/<application>/…}: the driver of one, whose name is written in one way only,
 *       without escapes and parameters
 * </ul>
 */
final class LivePath {
  static final String PREFIX = "/-/live/";

  /** Without the slash behind it. */
  private static final byte[] LIST = "/-/live".getBytes(US_ASCII);

  private LivePath() {}

  /** Whether {@code b[from..to)}, what follows a namespace, is the list or below it. */
  static boolean isAt(byte[] b, int from, int to) {
    int end = from + LIST.length;
    return end <= to
        && Arrays.equals(b, from, end, LIST, 0, LIST.length)
        && (end == to || b[end] == '/');
  }

  /** Where the driver's own path starts, of a path that {@link #isAt} is true of. */
  static int rest(byte[] b, int from, int to) {
    int i = from + LIST.length + 1;
    while (i < to && b[i] != '/') {
      i++;
    }
    return Math.min(i, to);
  }

  /** The route of a path that {@link #isAt} is true of; null when only a slash is missing. */
  static @Nullable Route route(Tenant tenant, byte[] b, int from, int to) {
    int name = from + LIST.length + 1;
    if (name >= to) {
      return name == to ? new Route.Running(tenant) : null;
    }
    int rest = rest(b, from, to);
    String application = ApplicationPath.asItStands(b, name, rest);
    if (application.isEmpty()) {
      return new Route.NotFound();
    }
    return rest == to
        ? null
        : new Route.ToDriver(tenant, application, rest, DriverPath.use(b, rest, to));
  }
}
