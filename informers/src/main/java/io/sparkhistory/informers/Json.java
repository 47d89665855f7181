package io.sparkhistory.informers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * JSON in ASCII. The client library decodes each piece of a watch by itself with {@code
 * UTF_8.decode(bytes).array()} (WatchHTTPManager of 7.6.1): a character that two pieces share is
 * broken, and fewer characters than bytes leave zeros at the end. Neither can happen to ASCII.
 */
final class Json {
  private static final ObjectWriter WRITER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build().writer();

  private Json() {}

  static byte[] bytes(JsonNode tree) throws JsonProcessingException {
    return WRITER.writeValueAsString(tree).getBytes(US_ASCII);
  }
}
