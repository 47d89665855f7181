package io.sparkhistory.gateway.proxy;

import io.sparkhistory.gateway.page.Page;
import io.sparkhistory.gateway.page.Pages;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.request.StartPages;
import io.sparkhistory.gateway.request.Visit;
import io.sparkhistory.gateway.routing.TenantAddresses;
import io.sparkhistory.gateway.search.StartQuery;

/**
 * Responds with the start page, and with where an application is: with what {@link StartPages}
 * finds in the namespaces that the visitor may see. For one thread.
 */
final class StartPageResponse {
  private static final int FOUND = 302;
  private static final int SEE_OTHER = 303;
  private static final int NOT_FOUND = 404;

  private final ProxyParts parts;
  private final LocalResponse local;
  private final LoopResults results;

  StartPageResponse(ProxyParts parts, LocalResponse local, LoopResults results) {
    this.parts = parts;
    this.local = local;
    this.results = results;
  }

  void landing(Plan.Landing plan, Downstream client) {
    client.endWait();
    StartQuery.Reading reading = StartQuery.read(client.exchange().request().target().text());
    if (reading instanceof StartQuery.Reading.Good good) {
      results.whenKnown(
          client,
          parts.start().find(plan.caller(), good.query()),
          Wait.ForNamespaces::new,
          (same, content) -> land(same, plan, content));
    } else if (reading instanceof StartQuery.Reading.Bad bad) {
      String next = "Leave the parameter out, or see docs/api.md of this gateway.";
      local.refuse(client, Plan.Refuse.of(Outcome.BAD_REQUEST, bad.reason(), next));
    }
  }

  private void land(Downstream client, Plan.Landing plan, StartPages.Content content) {
    client.endWait();
    ClientRequest request = client.exchange().request();
    Visit visit = request.visit();
    boolean html = local.html(request);
    boolean leadsOn = html && !content.application().isEmpty();
    if (leadsOn) {
      Page page = parts.pages().redirect(parts.pages().find(content.application()), FOUND);
      local.send(client, Outcome.REDIRECTED, page);
      return;
    }
    boolean opens = html && !request.isHead() && !visit.prefetch();
    StartPages.Content shown = opens ? parts.start().visited(content) : content;
    Page page = parts.pages().start(plan.caller(), shown, addresses(visit), html);
    local.send(client, Outcome.LANDING, page);
  }

  void findApplication(Plan.FindApplication plan, Downstream client) {
    client.endWait();
    results.whenKnown(
        client,
        parts.start().locate(plan.caller(), plan.application()),
        Wait.ForNamespaces::new,
        (same, located) -> show(same, plan, located));
  }

  private void show(Downstream client, Plan.FindApplication plan, StartPages.Located located) {
    client.endWait();
    ClientRequest request = client.exchange().request();
    Pages pages = parts.pages();
    if (plan.wakes()) {
      parts.start().wake(located);
      String again = pages.lookAgain(plan.application());
      local.send(client, Outcome.REDIRECTED, pages.redirect(again, SEE_OTHER));
      return;
    }
    boolean html = local.html(request);
    Page page =
        pages.located(plan, located, addresses(request.visit()), request.target().text(), html);
    local.send(
        client,
        switch (page.status()) {
          case FOUND -> Outcome.REDIRECTED;
          case NOT_FOUND -> Outcome.NOT_FOUND;
          default -> Outcome.OWN;
        },
        page);
  }

  private TenantAddresses addresses(Visit visit) {
    return parts.routes().hosts().addresses(visit.host(), visit.secure());
  }
}
