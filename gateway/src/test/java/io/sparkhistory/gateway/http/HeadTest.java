package io.sparkhistory.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.sparkhistory.gateway.http.HeadParser.Progress;
import io.sparkhistory.gateway.routing.ByteRange;
import io.sparkhistory.gateway.routing.Field;
import org.junit.jupiter.api.Test;

class HeadTest {
  private final Head head = new Head();

  @Test
  void givesTheFirstValueOfAFieldAndHowManyThereAre() {
    read("GET / HTTP/1.1¶Host: a¶Via: 1¶Via: 2¶¶");

    assertThat(head.count(Field.VIA)).isEqualTo(2);
    assertThat(head.value(Field.VIA).text()).isEqualTo("1");
    assertThat(head.value(Field.VIA, new ByteRange()).text()).isEqualTo("1");
    assertThat(head.count(Field.COOKIE)).isZero();
    assertThat(head.value(Field.COOKIE).length()).isZero();
  }

  @Test
  void keepsTheRangesOfTwoFieldsApart() {
    read("GET / HTTP/1.1¶Host: a¶Via: 1¶¶");

    ByteRange host = head.value(Field.HOST);
    head.value(Field.VIA);

    assertThat(host.text()).isEqualTo("a");
  }

  @Test
  void knowsNothingOfTheMessageBefore() {
    read("PUT /long HTTP/1.1¶Host: a¶Content-Length: 5¶Expect: 100-continue¶Connection: x¶¶");
    read("GET / HTTP/1.0¶¶");

    assertThat(head.fields()).isZero();
    assertThat(head.contentLength()).isEqualTo(-1);
    assertThat(head.expectContinue()).isFalse();
    assertThat(head.keepAlive()).isFalse();
    assertThat(head.count(Field.HOST)).isZero();
    assertThat(head.value(Field.HOST).length()).isZero();
    assertThat(head.method()).isEqualTo("GET");
  }

  @Test
  void givesTheSameStringForAUsualMethod() {
    read("DELETE / HTTP/1.1¶Host: a¶¶");

    assertThat(head.method()).isSameAs("DELETE");
  }

  @Test
  void hasNoErrorUnlessRefused() {
    read("GET / HTTP/1.1¶Host: a¶¶");

    assertThatIllegalStateException().isThrownBy(head::error);
  }

  @Test
  void everyErrorIsAnErrorOfTheSenderAndSaysSoInASentence() {
    for (HeadError error : HeadError.values()) {
      assertThat(error.status()).isBetween(400, 505);
      assertThat(error.sentence()).endsWith(".");
    }
  }

  @Test
  void givesArraysBackThatGrew() {
    read("GET / HTTP/1.1¶Host: a¶X: " + "x".repeat(20_000) + "¶¶");
    assertThat(head.bytes().length).isGreaterThan(20_000);

    head.clear();

    assertThat(head.bytes()).isEmpty();
    assertThat(head.value(Field.HOST).length()).isZero();
  }

  @Test
  void keepsArraysOfAUsualSize() {
    read("GET / HTTP/1.1¶Host: a¶¶");
    byte[] before = head.bytes();

    head.clear();
    read("GET / HTTP/1.1¶Host: b¶¶");

    assertThat(head.bytes()).isSameAs(before);
  }

  @Test
  void forgetsAnUnfinishedMessageWhenCleared() {
    assertThat(Wire.PARSER.request(Wire.buffer("GET / HTTP/1.1¶Host: a¶"), head))
        .isEqualTo(Progress.INCOMPLETE);

    head.clear();

    read("GET / HTTP/1.1¶Host: a¶¶");
    assertThat(head.fields()).isEqualTo(1);
  }

  @Test
  void showsNothingThatWasSent() {
    read("GET /secret HTTP/1.1¶Host: a¶Cookie: secret¶¶");

    assertThat(head.toString()).isEqualTo("Head[49 bytes, 2 fields]");
  }

  private void read(String request) {
    assertThat(Wire.PARSER.request(Wire.buffer(request), head)).isEqualTo(Progress.COMPLETE);
  }
}
