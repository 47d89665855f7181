package io.sparkhistory.informers;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Incremental reader of a sequence of JSON objects, wherever their bytes are cut. The elements of a
 * list are passed on one by one, so that no list is kept as a whole.
 *
 * <p>Values beyond the limits of the client library, any of which makes a whole list unreadable,
 * are replaced, and their object is marked.
 */
final class JsonReader {
  /** Deeper than any object of Kubernetes, and far from what the client library's parser takes. */
  static final int DEPTH = 200;

  /** Characters of a key; the client library's parser takes 50,000. */
  static final int KEY = 10_000;

  /** Digits; the client library's parser takes 1,000. */
  private static final int NUMBER = 500;

  private static final int API_SERVER_DEPTH = 20_000;
  private static final int API_SERVER_TEXT = 64 << 20;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(API_SERVER_DEPTH)
                  .maxNameLength(API_SERVER_TEXT)
                  .maxNumberLength(API_SERVER_TEXT)
                  .maxStringLength(API_SERVER_TEXT)
                  .build())
          .build();

  private static final ObjectMapper TREES = new ObjectMapper();

  /** Receiver of what was read. */
  interface Sink {
    /**
     * An element of the list.
     *
     * @param root kind and API version of the list, as far as they are read
     * @param excess what is beyond the limits; empty when nothing is
     */
    void item(ObjectNode item, ObjectNode root, String excess) throws IOException;

    /** A whole object; a list comes without its elements. */
    void object(ObjectNode object, String excess) throws IOException;
  }

  private final boolean list;
  private final Sink sink;
  private final JsonParser parser;
  private final ObjectNode seen = TREES.createObjectNode();

  private @Nullable TokenBuffer root;
  private @Nullable TokenBuffer item;
  private boolean inItems;
  private int depth;
  private int skipping;
  private String key = "";
  private String excess = "";

  /**
   * @param list whether {@code items} is handed over element by element
   */
  JsonReader(boolean list, Sink sink) {
    this.list = list;
    this.sink = sink;
    try {
      this.parser = JSON.createNonBlockingByteArrayParser();
    } catch (IOException e) {
      throw new IllegalStateException("nothing was read yet", e);
    }
  }

  /** Whether an object has begun that has not ended. */
  boolean isInside() {
    return root != null;
  }

  /**
   * Reads more bytes.
   *
   * @throws IOException when they are no JSON; the message has the position and none of the content
   */
  void read(ByteBuffer bytes) throws IOException {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    try {
      ((ByteArrayFeeder) parser.getNonBlockingInputFeeder()).feedInput(copy, 0, copy.length);
      JsonToken token = parser.nextToken();
      while (token != null && token != JsonToken.NOT_AVAILABLE) {
        take(token);
        token = parser.nextToken();
      }
    } catch (JacksonException | IllegalStateException e) {
      // a message of the parser's would show the text, and its type would end an informer
      throw new IOException("no JSON at byte " + parser.currentLocation().getByteOffset());
    }
  }

  private void take(JsonToken token) throws IOException {
    if (root == null) {
      if (token != JsonToken.START_OBJECT) {
        throw new IOException("no JSON object");
      }
      root = new TokenBuffer(TREES, false);
      seen.removeAll();
    }
    if (token.isStructEnd()) {
      depth--;
    }
    if (skipping > 0) {
      skipping += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    } else {
      copy(token);
    }
    if (token.isStructStart()) {
      depth++;
    }
    if (depth == 0) {
      ObjectNode whole = tree(root);
      root = null;
      sink.object(whole, takeExcess());
    }
  }

  private void copy(JsonToken token) throws IOException {
    if (token == JsonToken.FIELD_NAME) {
      key = parser.currentName();
    }
    if (list && item == null && depth == 1 && token == JsonToken.VALUE_STRING) {
      seen.put(key, parser.getText());
    }
    if (inItems && depth == 1 && token == JsonToken.END_ARRAY) {
      inItems = false;
    }
    if (inItems && item == null) {
      beginItem(token);
    }
    write(token);
    if (list && item == null && depth == 1 && token == JsonToken.START_ARRAY) {
      inItems = key.equals("items");
    }
    TokenBuffer ended = item;
    if (ended != null && depth == 2 && token.isStructEnd()) {
      item = null;
      sink.item(tree(ended), seen, takeExcess());
    }
  }

  private void beginItem(JsonToken token) throws IOException {
    if (token != JsonToken.START_OBJECT) {
      throw new IOException("an element of the list is no object");
    }
    item = new TokenBuffer(TREES, false);
  }

  private void write(JsonToken token) throws IOException {
    TokenBuffer target = item == null ? root : item;
    if (target == null) {
      return;
    }
    if (token.isStructStart() && depth >= DEPTH) {
      excess = "it is nested deeper than " + DEPTH;
      skipping = 1;
      target.writeNull();
    } else if (token == JsonToken.FIELD_NAME && key.length() > KEY) {
      excess = "a key is longer than " + KEY + " characters";
      target.writeFieldName("");
    } else if (token.isNumeric() && parser.getTextLength() > NUMBER) {
      excess = "a number has more than " + NUMBER + " digits";
      target.writeNumber(0);
    } else {
      target.copyCurrentEvent(parser);
    }
  }

  private String takeExcess() {
    String taken = excess;
    excess = "";
    return taken;
  }

  private static ObjectNode tree(TokenBuffer buffer) throws IOException {
    try (JsonParser tokens = buffer.asParser()) {
      return TREES.readTree(tokens);
    }
  }
}
