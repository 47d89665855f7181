package io.sparkhistory.gateway.page;

import static io.sparkhistory.gateway.page.PageSamples.ALICE;
import static io.sparkhistory.gateway.page.PageSamples.PAGES;
import static io.sparkhistory.gateway.page.PageSamples.several;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.page.Pages.Coverage;
import io.sparkhistory.gateway.routing.TenantAddresses;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class LandingTest {

  @Test
  void everyNamespaceHasALinkItsStateAndItsLastVisit() {
    assertThat(PAGES.landing(ALICE, several(), true).text())
        .contains("<a href=\"/sparkhistory/ns-a/\">ns-a</a><span class=\"state ready\">Ready<")
        .contains(
            "<time datetime=\"2026-05-07T11:56:50Z\">Last visited 3 minutes ago · 7 May 2026,"
                + " 11:56 UTC</time>")
        .contains(
            "<span class=\"state starting\">Starting<", "<span class=\"state asleep\">Asleep<")
        .contains("<span class=\"state failed\">Failed</span><span class=\"note\">The image");
  }

  @Test
  void theOnlyNamespaceIsOfferedFirst() {
    assertThat(PAGES.landing(ALICE, several().subList(0, 1), true).text())
        .contains("class=\"button first\" href=\"/sparkhistory/ns-a/\"")
        .contains("<ul class=\"list\" id=\"list\" hidden>");
  }

  @Test
  void theOnlyOneSoFarIsNotOfferedAsTheOnlyOne() {
    assertThat(PAGES.landing(ALICE, several().subList(0, 1), Coverage.CHECKING, true).text())
        .doesNotContain("class=\"button first\"")
        .contains("Still looking", "data-coverage=\"checking\"")
        .contains("content=\"3; url=/sparkhistory/\"");
  }

  @Test
  void noneExplainsItself() {
    assertThat(PAGES.landing(ALICE, List.of(), true).text())
        .contains("No history server for you yet", "alice@example.com may not look")
        .contains("What to do next", "add you as a contributor");
  }

  @Test
  void noneSoFarIsNotNone() {
    assertThat(PAGES.landing(ALICE, List.of(), Coverage.CHECKING, true).text())
        .doesNotContain("No history server for you yet")
        .contains("Still looking");
  }

  @Test
  void whatCouldNotBeCheckedIsSaid() {
    assertThat(PAGES.landing(ALICE, several(), Coverage.UNCHECKED, true).text())
        .contains("could not be checked just now");
  }

  @Test
  void programsGetAList() {
    Map<?, ?> list = RefusalsTest.json(PAGES.landing(ALICE, several(), false));

    assertThat(list.get("complete")).isEqualTo(true);
    assertThat(list.get("unchecked")).isEqualTo(false);
    assertThat(list.get("namespaces"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(5)
        .first()
        .isEqualTo(
            Map.of(
                "namespace",
                "ns-a",
                "state",
                "ready",
                "stateText",
                "Ready",
                "url",
                "/sparkhistory/ns-a/",
                "lastActivity",
                "2026-05-07T11:56:50Z",
                "note",
                "Last visited 3 minutes ago · 7 May 2026, 11:56 UTC"));
  }

  @Test
  void namespacesWithHostsOfTheirOwnAreLinkedThere() {
    TenantAddresses own = tenant -> "https://" + tenant.namespace() + ".spark.example.com:8443";
    String url = "https://ns-a.spark.example.com:8443/sparkhistory/ns-a/";

    assertThat(PAGES.landing(ALICE, several(), Coverage.COMPLETE, own, true).text())
        .contains("<a href=\"" + url + "\">ns-a</a>")
        .doesNotContain("href=\"/sparkhistory/ns-");
    assertThat(PAGES.landing(ALICE, several().subList(0, 1), Coverage.COMPLETE, own, true).text())
        .contains("class=\"button first\" href=\"" + url + "\"");
    assertThat(RefusalsTest.json(PAGES.landing(ALICE, several(), Coverage.COMPLETE, own, false)))
        .extracting("namespaces", InstanceOfAssertFactories.LIST)
        .extracting("url")
        .contains(url)
        .allMatch(address -> address.toString().startsWith("https://"));
  }

  @Test
  void programsAreToldWhetherTheListIsWhole() {
    assertThat(RefusalsTest.json(PAGES.landing(ALICE, List.of(), Coverage.CHECKING, false)))
        .isEqualTo(Map.of("namespaces", List.of(), "complete", false, "unchecked", false));
    assertThat(RefusalsTest.json(PAGES.landing(ALICE, List.of(), Coverage.UNCHECKED, false)))
        .isEqualTo(Map.of("namespaces", List.of(), "complete", true, "unchecked", true));
  }

  @Test
  void nothingHostileGetsIntoThePage() {
    String hostile = "\"><script>alert(1)</script>";
    Backend failed = new Backend.Failed(hostile, hostile);
    Caller caller = new Caller(hostile, List.of());

    Page page =
        PAGES.landing(caller, List.of(PageSamples.entry("ns-a", failed, PageSamples.NOW)), true);

    assertThat(page.text())
        .doesNotContain("<script>")
        .contains("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
    assertThat(PAGES.landing(caller, List.of(), true).text()).doesNotContain("<script>");
  }
}
