package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that frames the requests that arrive, and answers each with its own target and body: by
 * the letter of RFC 9112, or as loosely as servers have been seen to do it. What one of them takes
 * for the end of a request is the middle of one to the other wherever bytes can be read in two
 * ways.
 */
final class FramingScript implements RawOrigin.Script {
  private static final Pattern LOOSE_NUMBER = Pattern.compile("[^0-9]*([0-9]+).*");
  private static final Pattern LOOSE_SIZE = Pattern.compile("\\s*(?:0[xX])?([0-9a-fA-F]+).*");

  final List<String> arrived = new CopyOnWriteArrayList<>();
  private final boolean loose;

  FramingScript(boolean loose) {
    this.loose = loose;
  }

  @Override
  public void answer(RawOrigin.Exchanged e) throws IOException {
    String coding = value(e, "transfer-encoding");
    String length = value(e, "content-length");
    byte[] body = {};
    boolean chunked = loose ? coding.contains("chunk") : coding.equals("chunked");
    if (chunked && !(loose && !length.isEmpty())) {
      body = chunks(e.in);
    } else if (!length.isEmpty()) {
      body = e.in.readNBytes((int) number(length, LOOSE_NUMBER, 10));
    } else if (!coding.isEmpty() && !loose) {
      throw new IOException("a coding that is none: " + coding);
    }
    String target = e.requestLine().split(" ", -1)[1];
    String got = body.length == 0 ? target : target + " " + new String(body, ISO_8859_1);
    arrived.add(got);
    e.ok(got);
  }

  private String value(RawOrigin.Exchanged e, String name) throws IOException {
    List<String> values =
        e.head
            .lines()
            .skip(1)
            .filter(l -> l.contains(":") && name(l).equals(name))
            .map(l -> l.substring(l.indexOf(':') + 1).strip().toLowerCase(Locale.ROOT))
            .toList();
    if (values.size() > 1 && !loose) {
      throw new IOException("twice: " + name);
    }
    return values.isEmpty() ? "" : values.get(0);
  }

  private String name(String line) {
    String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
    return loose ? name.strip().replace('_', '-') : name;
  }

  private byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      long size = number(line(in), LOOSE_SIZE, 16);
      if (size == 0) {
        break;
      }
      body.write(in.readNBytes((int) size));
      line(in);
    }
    while (!line(in).isEmpty()) {
      // trailers
    }
    return body.toByteArray();
  }

  private long number(String text, Pattern pattern, int radix) throws IOException {
    Matcher found = pattern.matcher(text);
    if (!found.matches() || !(loose || found.group(1).equals(text))) {
      throw new IOException("not a number: " + text);
    }
    return Long.parseLong(found.group(1), radix);
  }

  private String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("ended within a line");
      }
      line.write(b);
    }
    String text = line.toString(ISO_8859_1);
    if (!loose && !text.endsWith("\r")) {
      throw new IOException("a line without CR");
    }
    return text.stripTrailing();
  }
}
