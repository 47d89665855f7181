package io.sparkhistory.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sparkhistory.gateway.configuration.HeadLimits;
import io.sparkhistory.gateway.routing.FieldNames;

/**
 * The notation of the tables for bytes: {@code ¶} is CR LF, and {@code \r \n \t \s \\ \xNN} are CR,
 * LF, HTAB, space, backslash and any byte.
 */
public final class Wire {
  static final FieldNames NAMES = new FieldNames("kubeflow-userid", "kubeflow-groups");
  static final HeadParser PARSER = new HeadParser(HeadLimits.DEFAULT, NAMES);

  /** For what is sent on: a head that is just within the limits gets the gateway's own lines. */
  static final HeadLimits SENT_LIMITS = new HeadLimits(64 * 1024, 16 * 1024, 200);

  static final HeadParser SENT = new HeadParser(SENT_LIMITS, NAMES);

  private Wire() {}

  /** The bytes that the notation stands for. */
  public static byte[] bytes(String notation) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < notation.length(); i++) {
      char c = notation.charAt(i);
      if (c == '¶') {
        text.append("\r\n");
      } else if (c == '\\' && notation.charAt(i + 1) == 'x') {
        text.append((char) Integer.parseInt(notation.substring(i + 2, i + 4), 16));
        i += 3;
      } else if (c == '\\') {
        i++;
        text.append(escaped(notation.charAt(i)));
      } else {
        text.append(c);
      }
    }
    return text.toString().getBytes(ISO_8859_1);
  }

  static ByteBuf buffer(String notation) {
    return Unpooled.wrappedBuffer(bytes(notation));
  }

  /** The notation for these bytes. */
  public static String shown(byte[] bytes) {
    return text(new String(bytes, ISO_8859_1));
  }

  /** The notation for a text with one char for each byte. */
  public static String said(String text) {
    return text(text);
  }

  /** What is readable, in the notation. */
  static String text(ByteBuf buffer) {
    return text(buffer.toString(ISO_8859_1));
  }

  static String text(String received) {
    StringBuilder notation = new StringBuilder();
    for (char c : received.replace("\\", "\\\\").replace("\r\n", "¶").toCharArray()) {
      if (c == '¶' || (c >= ' ' && c < 0x7f)) {
        notation.append(c);
      } else {
        notation.append(String.format("\\x%02x", (int) c));
      }
    }
    return notation.toString();
  }

  private static char escaped(char c) {
    return switch (c) {
      case 'r' -> '\r';
      case 'n' -> '\n';
      case 't' -> '\t';
      case 's' -> ' ';
      case '\\' -> '\\';
      default -> throw new IllegalArgumentException("\\" + c);
    };
  }
}
