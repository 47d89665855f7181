package io.sparkhistory.gateway.page;

import static io.sparkhistory.gateway.page.PageSamples.FAILED;
import static io.sparkhistory.gateway.page.PageSamples.NOW;
import static io.sparkhistory.gateway.page.PageSamples.several;
import static io.sparkhistory.gateway.page.PageSamples.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.Listing;
import io.sparkhistory.gateway.routing.TenantAddresses;
import io.sparkhistory.gateway.search.StartQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class StartPageTest {
  private static final Map<String, Object> NIGHTLY = nightly();

  private static Map<String, Object> nightly() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", "application_1767225600000_0001");
    members.put("name", "nightly report");
    members.put("namespace", "ns-a");
    members.put("state", "completed");
    members.put("attempt", "2");
    members.put("user", "alice");
    members.put("started", "2026-05-07T09:58:20Z");
    members.put("ended", "2026-05-07T10:58:50Z");
    members.put("durationSeconds", 3630);
    members.put("sparkVersion", "4.0.1");
    members.put("url", "/sparkhistory/ns-a/history/application_1767225600000_0001/2/");
    return members;
  }

  @Test
  void everyNamespaceHasALinkItsStateAndItsLastVisit() {
    assertThat(start(several(), "").html().text())
        .contains("<a href=\"/sparkhistory/ns-a/\">ns-a</a><span class=\"state ready\">Ready<")
        .contains(
            "<time datetime=\"2026-05-07T11:56:50Z\">Last visited 3 minutes ago · 7 May 2026,"
                + " 11:56 UTC</time>")
        .contains("2 applications, list read 4 minutes ago")
        .contains(
            "<span class=\"state starting\">Starting<", "<span class=\"state asleep\">Asleep<")
        .contains("<span class=\"state failed\">Failed</span><span class=\"note\">The image");
  }

  @Test
  void applicationsComeFirstWithALinkThatOpensThem() {
    assertThat(start(several(), "").html().text())
        .containsSubsequence(
            "<h1>Spark history</h1>",
            "/sparkhistory/ns-a/history/spark-a06b2d9e8c7f4153b1f4d5e60c9a8b72/\">backfill</a>",
            "Incomplete",
            "/sparkhistory/ns-a/history/application_1767225600000_0001/2/\">nightly report</a>",
            "<span class=\"id\">application_1767225600000_0001</span>",
            "ns-a",
            "alice",
            "<time datetime=\"2026-05-07T09:58:20Z\">7 May 2026, 09:58 UTC</time>",
            "1 h 0 min",
            "Completed",
            "4.0.1",
            "<h2 id=\"namespaces-title\">Namespaces</h2>");
  }

  @Test
  void theApplicationsOfTheOnlyNamespaceAreThePage() {
    assertThat(start(several().subList(0, 1), "").html().text())
        .contains("<h1>Spark history of ns-a</h1>", "applications single\"")
        .contains("2 applications, list read 4 minutes ago")
        .contains("<a class=\"button\" href=\"/sparkhistory/ns-a/\">Open the history server</a>")
        .contains("aria-labelledby=\"namespaces-title\" hidden>");
  }

  @Test
  void whatIsSearchedForStaysInTheFieldAndInTheOtherPages() {
    StartQuery query = query("?q=a%26b+%22c&limit=1");
    assertThat(start(several(), "").asking(query).html().text())
        .contains("value=\"a&amp;b &quot;c\"", "0 applications found for “a&amp;b &quot;c”");
    assertThat(start(several(), "").asking(query("?q=ns-a&limit=1")).html().text())
        .contains("rel=\"next\" href=\"/sparkhistory/?q=ns-a&amp;limit=1&amp;after=1.")
        .contains("id=\"newest\" href=\"\" hidden");
    assertThat(start(several(), "").asking(query("?limit=1&after=1.1.a.b")).html().text())
        .contains("id=\"newest\" href=\"/sparkhistory/?limit=1\">")
        .contains("id=\"older\" rel=\"next\" href=\"\" hidden");
  }

  @Test
  void ofManyNamespacesAHundredAreListed() {
    List<Backends.Entry> many =
        IntStream.range(0, 130).mapToObj(i -> PageSamples.entry("n-" + i, FAILED, NOW)).toList();
    assertThat(start(many, "").html().text())
        .contains("and 30 more. Search for their names.", ">n-99<")
        .doesNotContain(">n-100<");
  }

  @Test
  void theOnlyOneSoFarIsNotOfferedAsTheOnlyOne() {
    assertThat(start(several().subList(0, 1), "").checking().html().text())
        .doesNotContain("Spark history of")
        .contains("Still looking", "data-coverage=\"checking\"")
        .contains("content=\"3; url=/sparkhistory/\"");
  }

  @Test
  void noneExplainsItself() {
    assertThat(start(List.of(), "").html().text())
        .contains("No history server for you yet", "alice@example.com may not look")
        .contains("What to do next", "add you as a contributor");
  }

  @Test
  void noneSoFarIsNotNone() {
    assertThat(start(List.of(), "").checking().html().text())
        .doesNotContain("No history server for you yet")
        .contains("Still looking");
  }

  @Test
  void whatCouldNotBeCheckedIsSaid() {
    assertThat(start(several(), "").unchecked().html().text())
        .contains("could not be checked just now");
  }

  @Test
  void programsGetNamespacesAndApplications() {
    Map<?, ?> list = start(several(), "").json();

    assertThat(list.get("complete")).isEqualTo(true);
    assertThat(list.get("unchecked")).isEqualTo(false);
    assertThat(list.get("matches")).isEqualTo(2);
    assertThat(list.containsKey("next")).isFalse();
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
                "Last visited 3 minutes ago · 7 May 2026, 11:56 UTC",
                "applications",
                2,
                "running",
                0,
                "runningText",
                "",
                "listedAt",
                "2026-05-07T11:56:00Z"));
    assertThat(list.get("applications"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .containsExactly(
            Map.of(
                "id",
                "spark-a06b2d9e8c7f4153b1f4d5e60c9a8b72",
                "name",
                "backfill",
                "namespace",
                "ns-a",
                "state",
                "incomplete",
                "user",
                "bob",
                "started",
                "2026-05-07T11:55:00Z",
                "sparkVersion",
                "3.5.9",
                "url",
                "/sparkhistory/ns-a/history/spark-a06b2d9e8c7f4153b1f4d5e60c9a8b72/"),
            NIGHTLY);
  }

  @Test
  void programsSearchAndGoOn() {
    assertThat(start(several(), "NIGHTLY report").json())
        .extracting("matches", "applications")
        .containsExactly(1, List.of(NIGHTLY));

    Map<?, ?> page = start(several(), "").asking(query("?limit=1")).json();
    assertThat(page.get("matches")).isEqualTo(2);
    assertThat(start(several(), "").asking(query("?limit=1&after=" + page.get("next"))).json())
        .extracting("applications")
        .isEqualTo(List.of(NIGHTLY));
    assertThat(start(several(), "").asking(query("?namespace=zeta")).json())
        .extracting("namespaces", InstanceOfAssertFactories.LIST)
        .extracting("namespace")
        .containsExactly("zeta");
  }

  private static StartQuery query(String query) {
    return ((StartQuery.Reading.Good) StartQuery.read("/sparkhistory/" + query)).query();
  }

  @Test
  void namespacesWithHostsOfTheirOwnAreLinkedThere() {
    TenantAddresses own = tenant -> "https://" + tenant.namespace() + ".spark.example.com:8443";
    String url = "https://ns-a.spark.example.com:8443/sparkhistory/ns-a/";

    assertThat(start(several(), "").page(own, true).text())
        .contains("<a href=\"" + url + "\">ns-a</a>")
        .doesNotContain("href=\"/sparkhistory/ns-");
    assertThat(start(several().subList(0, 1), "").page(own, true).text())
        .contains("class=\"button\" href=\"" + url + "\"");
    assertThat(RefusalsTest.json(start(several(), "").page(own, false)))
        .extracting("namespaces", InstanceOfAssertFactories.LIST)
        .extracting("url")
        .contains(url)
        .allMatch(address -> address.toString().startsWith("https://"));
  }

  @Test
  void programsAreToldWhetherTheListIsWhole() {
    assertThat(start(List.of(), "").checking().json())
        .extracting("namespaces", "complete", "unchecked")
        .containsExactly(List.of(), false, false);
    assertThat(start(List.of(), "").unchecked().json())
        .extracting("namespaces", "complete", "unchecked")
        .containsExactly(List.of(), true, true);
  }

  @Test
  void nothingHostileGetsIntoThePage() {
    String hostile = "\"><script>alert(1)</script>";
    Backend failed = new Backend.Failed(hostile, hostile);
    Caller caller = new Caller(hostile, List.of());

    Page page = start(List.of(PageSamples.entry("ns-a", failed, NOW)), hostile).by(caller).html();

    assertThat(page.text())
        .doesNotContain("<script>")
        .contains("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
    assertThat(start(List.of(), hostile).by(caller).html().text()).doesNotContain("<script>");
  }

  @Test
  void whatAnEventLogSaysIsTextOnEveryPage() {
    String hostile = "</script></title><script>alert(1)</script>\" onclick=\"a()\u0007{{prefix}}";
    Listing.Application crafted =
        new Listing.Application("app-1", hostile, hostile, hostile, 1, 2, hostile);
    List<Backends.Entry> entries =
        List.of(
            PageSamples.listed("ns-a", PageSamples.READY, crafted),
            PageSamples.listed("ns-b", PageSamples.READY, crafted));

    for (Page page :
        List.of(
            start(entries, "").html(),
            start(entries, "").page(TenantAddresses.SAME_HOST, false),
            PageSamples.found(entries, "app-1", "", true),
            PageSamples.found(entries, "app-1", "", false))) {
      assertThat(page.text())
          .contains("alert(1)")
          .doesNotContain("<script>", "\" onclick=\"", "\u0007");
    }
    assertThat(start(entries, "").json())
        .extracting("applications", InstanceOfAssertFactories.LIST)
        .extracting("name")
        .containsOnly(hostile);
  }
}
