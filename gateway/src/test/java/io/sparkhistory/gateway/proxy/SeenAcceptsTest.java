package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.page.Pages;
import io.sparkhistory.gateway.routing.ByteRange;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeenAcceptsTest {
  private static final List<String> FIELDS =
      List.of(
          "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
          "text/html",
          "text/htm",
          "text/html;q=0",
          "application/json",
          "application/json,text/html;q=0.9",
          "application/json;q=0.1,text/html",
          "*/*",
          "image/png",
          "",
          "text/html;level=1",
          "text/html," + "a/b,".repeat(200));

  private final SeenAccepts seen = new SeenAccepts();

  @Test
  void inAnyOrderAndHoweverOftenAFieldAsksForWhatItSays() {
    Random random = new Random(3);
    for (int i = 0; i < 5000; i++) {
      String field = FIELDS.get(random.nextInt(FIELDS.size()));
      assertThat(wantHtml(field)).as(field).isEqualTo(Pages.wantsHtml(field));
    }
  }

  @Test
  void aFieldIsNotTakenForOneThatItsBytesWereOverwrittenWith() {
    byte[] buffer = "text/html       ".getBytes(ISO_8859_1);
    assertThat(seen.wantHtml(new ByteRange().set(buffer, 0, 9))).isTrue();
    System.arraycopy("image/png".getBytes(ISO_8859_1), 0, buffer, 0, 9);
    assertThat(seen.wantHtml(new ByteRange().set(buffer, 0, 9))).isFalse();
    assertThat(wantHtml("text/html")).isTrue();
  }

  private boolean wantHtml(String field) {
    byte[] b = ("Accept: " + field + "\r\n").getBytes(ISO_8859_1);
    return seen.wantHtml(new ByteRange().set(b, 8, 8 + field.length()));
  }
}
