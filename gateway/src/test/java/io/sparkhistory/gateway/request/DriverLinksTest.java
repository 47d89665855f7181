package io.sparkhistory.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriverLinksTest {
  private static final String PREFIX = "/sparkhistory/ns-a/-/live/app-1";

  @ParameterizedTest
  @CsvSource({
    "<link rel=\"stylesheet\" href=\"/sparkhistory/ns-a/-/live/app-1/static/webui.css\">, ''",
    "<link rel=\"stylesheet\" href=\"/static/webui.css\">, ''",
    "<link href=\"/ns-a/job/static/webui.css\">, /ns-a/job",
    "<script src='/proxy/application_1/static/webui.js'>, /proxy/application_1",
    "<script src='https://spark.example:8443/job/static/webui.js'>, https://spark.example:8443/job",
    "<link href=\"/first/static/a.css\"><link href=\"/second/static/a.css\">, /first",
    "<link href=\"/x\"><script src=/static/>, ''",
    "<link href=\"/<b>x/static/a.css\">, ''",
    "not a page, ''"
  })
  void theFirstStyleSheetOrScriptSaysWhereTheLinksLead(String page, String base) {
    assertThat(DriverLinks.read(page, PREFIX)).isEqualTo(base);
  }
}
