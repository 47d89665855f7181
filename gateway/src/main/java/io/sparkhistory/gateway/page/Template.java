package io.sparkhistory.gateway.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * HTML with places to fill, in the language of Mustache. Values are escaped. A section is left out
 * when its value is empty or false. A name without a value is an {@link IllegalStateException}: a
 * page is never sent half filled.
 */
final class Template {
  private static final Mustache.Compiler COMPILER =
      Mustache.compiler()
          .strictSections(true)
          .emptyStringIsFalse(true)
          .withEscaper(Template::escape)
          .withLoader(name -> new StringReader(read(name + ".html")));

  private final com.samskivert.mustache.Template compiled;

  Template(String source) {
    this.compiled = COMPILER.compile(source);
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

  String fill(Map<String, ?> values) {
    try {
      return compiled.execute(values);
    } catch (MustacheException e) {
      throw new IllegalStateException("The template cannot be filled: " + e.getMessage(), e);
    }
  }

  /** The text as HTML: for content, and for attributes in double or single quotes. */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(isAllowed(c) ? c : '\ufffd');
      }
    }
    return out.toString();
  }

  /** Control characters are not allowed in HTML and would hide what follows in a terminal. */
  private static boolean isAllowed(char c) {
    return c == '\n' || c == '\t' || (c >= ' ' && (c < 0x7f || c > 0x9f));
  }
}
