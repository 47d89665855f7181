package io.sparkhistory.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Random;

/**
 * Makes streams of one to three messages from a seed: most of them valid, the others broken in a
 * few places by bytes and lines that attacks on framing are made of.
 */
final class MessageGenerator {
  private static final String[] METHODS = {"GET", "HEAD", "POST", "PUT", "OPTIONS", "PURGE"};
  private static final String[] TARGETS = {
    "/", "/a/b?c=d", "/%7e;x=1/../y", "//x", "*", "http://h/x", "http://h?y", "/{ns}/?a[0]=1"
  };
  private static final String[] STATUSES = {
    "200 OK", "404 Not Found", "204 No Content", "304 Not Modified", "100 Continue", "500 ", "302 a"
  };
  private static final String[] FIELDS = {
    "Accept: */*",
    "X-A:b",
    "X-B: \t c d \t",
    "X-Empty:",
    "Connection: keep-alive",
    "Cookie: a=b",
    "Connection: close",
    "Via: 1.1 x",
    "X-Latin: \u00e4",
    "Date: x",
    "Accept: text/html"
  };
  private static final String[] BROKEN = {
    "Content-Length: 3",
    "Content-Length: 3, 3",
    "Content-Length: +3",
    "Content-Length : 3",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: identity",
    "Transfer-Encoding : chunked",
    "Transfer-Encoding: gzip, chunked",
    "transfer-encoding:\tchunked",
    "Host: other",
    " folded",
    "\tfolded",
    ": nameless",
    "no colon",
    "X\u0000Y: z",
    "X: \u0000",
    "Content-Length: 0x3",
    "Transfer-Encoding: xchunked",
    "Transfer-Encoding:\u000bchunked",
    "Content_Length: 9"
  };
  private static final String BYTES = "\r\n\n\r \t:;,0123456789afx\u0000\u000b\u007f\u00ff\"/?#%";

  private final Random random;
  private final boolean requests;

  MessageGenerator(boolean requests, long seed) {
    this.random = new Random(seed);
    this.requests = requests;
  }

  byte[] stream() {
    StringBuilder stream = new StringBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      message(stream);
    }
    byte[] bytes = stream.toString().getBytes(ISO_8859_1);
    for (int i = random.nextInt(4) - 1; i > 0; i--) {
      bytes = broken(bytes);
    }
    return bytes;
  }

  private void message(StringBuilder to) {
    String version = random.nextInt(8) == 0 ? "HTTP/1.0" : "HTTP/1.1";
    String startLine =
        requests
            ? one(METHODS) + " " + one(TARGETS) + " " + version + "\r\nHost: h"
            : version + " " + one(STATUSES);
    to.append(random.nextInt(10) == 0 ? "\r\n" : "").append(startLine).append("\r\n");
    fields(to, random.nextInt(4));
    if (random.nextInt(6) == 0) {
      to.append(one(BROKEN)).append("\r\n");
    }
    switch (random.nextInt(3)) {
      case 0 -> to.append("\r\n");
      case 1 -> {
        String content = "x".repeat(random.nextInt(20));
        to.append("Content-Length: ").append(content.length()).append("\r\n\r\n").append(content);
      }
      default -> {
        to.append("Transfer-Encoding: chunked\r\n\r\n");
        chunks(to);
      }
    }
  }

  private void chunks(StringBuilder to) {
    for (int i = random.nextInt(3); i > 0; i--) {
      int size = 1 + random.nextInt(20);
      String extension = random.nextInt(3) == 0 ? one(";x", ";x=y", " ; x = \"y;z\"") : "";
      to.append(Integer.toHexString(size)).append(extension).append("\r\n");
      to.append("y".repeat(size)).append("\r\n");
    }
    to.append("0\r\n");
    fields(to, random.nextInt(4) - 1);
    to.append("\r\n");
  }

  private void fields(StringBuilder to, int count) {
    for (int i = 0; i < count; i++) {
      to.append(one(FIELDS)).append("\r\n");
    }
  }

  /** Changes, adds or takes away one byte, or says a part of the stream twice. */
  private byte[] broken(byte[] stream) {
    int at = random.nextInt(stream.length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(stream, 0, at);
    int kind = random.nextInt(4);
    if (kind < 2) {
      out.write(BYTES.charAt(random.nextInt(BYTES.length())));
    }
    if (kind == 2) {
      out.write(stream, at, Math.min(stream.length - at, 1 + random.nextInt(30)));
    }
    int from = kind == 1 || kind == 2 ? at : at + 1;
    out.write(stream, from, stream.length - from);
    return out.size() == 0 ? stream : out.toByteArray();
  }

  private String one(String... of) {
    return of[random.nextInt(of.length)];
  }
}
