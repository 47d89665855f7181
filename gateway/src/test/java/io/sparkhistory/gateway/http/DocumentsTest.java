package io.sparkhistory.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Which responses may become documents, by the table documents.csv. */
class DocumentsTest {
  private final Head head = new Head();

  @ParameterizedTest
  @CsvFileSource(resources = "/http/documents.csv", delimiter = '|', quoteCharacter = '\0')
  void whateverABrowserCouldRunMayBeADocument(String fields, String document) {
    var progress =
        Wire.PARSER.response(Wire.buffer("HTTP/1.1 200 OK¶" + fields.strip() + "¶¶"), head);

    assertThat(progress).isEqualTo(HeadParser.Progress.COMPLETE);
    assertThat(Documents.mayBe(head)).isEqualTo(document.strip().equals("yes"));
  }
}
