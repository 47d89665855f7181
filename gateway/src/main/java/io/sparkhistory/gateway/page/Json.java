package io.sparkhistory.gateway.page;

import java.util.List;
import java.util.Map;

/**
 * Writes JSON (RFC 8259) in ASCII: what is not printable ASCII, and the characters that mean
 * something in HTML, are written as escapes, so that the text is safe wherever it is put.
 */
final class Json {
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out = new StringBuilder(256);

  private Json() {}

  /** Text of an object, array, string, number or truth value. */
  static String text(Object value) {
    Json json = new Json();
    json.value(value);
    return json.out.append('\n').toString();
  }

  private void value(Object value) {
    if (value instanceof Map<?, ?> object) {
      object(object);
    } else if (value instanceof List<?> array) {
      array(array);
    } else if (value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else {
      string(value.toString());
    }
  }

  private void object(Map<?, ?> object) {
    char before = '{';
    for (Map.Entry<?, ?> member : object.entrySet()) {
      out.append(before);
      string(String.valueOf(member.getKey()));
      out.append(':');
      value(member.getValue());
      before = ',';
    }
    out.append(object.isEmpty() ? "{}" : "}");
  }

  private void array(List<?> array) {
    char before = '[';
    for (Object element : array) {
      out.append(before);
      value(element);
      before = ',';
    }
    out.append(array.isEmpty() ? "[]" : "]");
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      character(text.charAt(i));
    }
    out.append('"');
  }

  private void character(char c) {
    if (c == '"' || c == '\\') {
      out.append('\\').append(c);
    } else if (c == '\n') {
      out.append("\\n");
    } else if (c < ' ' || c > '~' || c == '<' || c == '>' || c == '&') {
      out.append("\\u");
      for (int shift = 12; shift >= 0; shift -= 4) {
        out.append(HEX.charAt((c >> shift) & 0xf));
      }
    } else {
      out.append(c);
    }
  }
}
