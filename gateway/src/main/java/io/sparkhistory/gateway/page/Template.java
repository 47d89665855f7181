package io.sparkhistory.gateway.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTML with places to fill: {@code {{name}}} is a value, escaped unless it is {@link Markup};
 * {@code {{#name}}…{{/name}}} stays when the value is neither empty nor false; {@code
 * {{^name}}…{{/name}}} stays when it is. Sections are not nested. A name without a value is an
 * {@link IllegalStateException}: a page is never sent half filled.
 */
final class Template {
  private static final Pattern PLACE =
      Pattern.compile("\\{\\{([#^])(\\w+)}}(.*?)\\{\\{/\\2}}|\\{\\{(\\w+)}}", Pattern.DOTALL);

  private sealed interface Part {
    record Text(String text) implements Part {}

    record Value(String name) implements Part {}

    record Section(String name, boolean when, List<Part> inner) implements Part {}
  }

  private final List<Part> parts;

  Template(String source) {
    this.parts = parse(source);
  }

  /** The template of this name beside this class. */
  static Template load(String resource) {
    return new Template(read(resource));
  }

  /** The text of a resource beside this class. */
  static String read(String resource) {
    try (InputStream in = Template.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("The resource " + resource + " is missing");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Markup fill(Map<String, ?> values) {
    StringBuilder out = new StringBuilder(4096);
    append(parts, values, out);
    return new Markup(out.toString());
  }

  private static void append(List<Part> parts, Map<String, ?> values, StringBuilder out) {
    for (Part part : parts) {
      if (part instanceof Part.Text text) {
        out.append(text.text());
      } else if (part instanceof Part.Value value) {
        Object given = value(values, value.name());
        out.append(given instanceof Markup m ? m : Markup.escape(given.toString()));
      } else if (part instanceof Part.Section section
          && isThere(value(values, section.name())) == section.when()) {
        append(section.inner(), values, out);
      }
    }
  }

  private static boolean isThere(Object value) {
    String text = value.toString();
    return !text.isEmpty() && !text.equals("false");
  }

  private static Object value(Map<String, ?> values, String name) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("There is no value for " + name);
    }
    return value;
  }

  private static List<Part> parse(String source) {
    List<Part> parts = new ArrayList<>();
    Matcher place = PLACE.matcher(source);
    int from = 0;
    while (place.find()) {
      parts.add(new Part.Text(source.substring(from, place.start())));
      String section = place.group(2);
      parts.add(
          section == null
              ? new Part.Value(place.group(4))
              : new Part.Section(section, place.group(1).equals("#"), parse(place.group(3))));
      from = place.end();
    }
    parts.add(new Part.Text(source.substring(from)));
    return List.copyOf(parts);
  }
}
