package io.sparkhistory.informers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * JSON in ASCII. The client library decodes what a watch brings with {@code
 * UTF_8.decode(bytes).array()} (WatchHTTPManager of 7.6.1), which has zeros at its end when there
 * are fewer characters than bytes, and each piece by itself, which breaks a character that two
 * pieces share. Neither can happen to ASCII.
 */
final class Json {
  private static final ObjectWriter WRITER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build().writer();

  private Json() {}

  static byte[] bytes(JsonNode tree) throws JsonProcessingException {
    return WRITER.writeValueAsString(tree).getBytes(US_ASCII);
  }
}
