package io.sparkhistory.gateway.page;

import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.request.StartPages;
import io.sparkhistory.gateway.request.VisibleTenants.Visible;
import io.sparkhistory.gateway.routing.TenantAddresses;
import io.sparkhistory.gateway.search.ApplicationSearch;
import io.sparkhistory.gateway.search.StartQuery;
import java.util.List;
import java.util.Map;

/**
 * A start page to be.
 *
 * @param unseen namespaces that could not be checked
 */
record StartSample(
    Pages pages,
    Caller caller,
    List<Backends.Entry> entries,
    StartQuery query,
    int unseen,
    boolean complete) {

  StartSample by(Caller other) {
    return new StartSample(pages, other, entries, query, unseen, complete);
  }

  StartSample checking() {
    return new StartSample(pages, caller, entries, query, unseen, false);
  }

  StartSample unchecked() {
    return new StartSample(pages, caller, entries, query, 3, complete);
  }

  StartSample asking(StartQuery other) {
    return new StartSample(pages, caller, entries, other, unseen, complete);
  }

  Page html() {
    return page(TenantAddresses.SAME_HOST, true);
  }

  Map<?, ?> json() {
    return RefusalsTest.json(page(TenantAddresses.SAME_HOST, false));
  }

  Page page(TenantAddresses addresses, boolean html) {
    StartPages.Content content =
        new StartPages.Content(
            query, new Visible(entries, unseen, complete), ApplicationSearch.find(entries, query));
    return pages.start(caller, content, addresses, html);
  }
}
