package io.sparkhistory.standin.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class PiecesTest {
  @Test
  void piecesEndInsideCharactersAndHoldWholeOnesAndNothingIsLost() {
    byte[] line = "{\"note\": \"grün für 日本\"}\n".getBytes(UTF_8);

    List<byte[]> pieces = Pieces.of(line);

    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    pieces.forEach(whole::writeBytes);
    assertThat(whole.toByteArray()).isEqualTo(line);
    assertThat(pieces).noneMatch(piece -> piece.length == 0);
    assertThat(pieces).anyMatch(piece -> (piece[piece.length - 1] & 0xc0) == 0xc0);
    assertThat(pieces).anyMatch(piece -> new String(piece, UTF_8).contains("ü"));
    assertThat(pieces.get(pieces.size() - 1)).isEqualTo(new byte[] {'\n'});
  }

  @Test
  void aLongLineComesInSeveralPieces() {
    assertThat(Pieces.of("x".repeat(10_000).getBytes(UTF_8))).hasSize(4);
  }
}
