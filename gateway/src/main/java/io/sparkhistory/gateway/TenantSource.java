package io.sparkhistory.gateway;

import io.sparkhistory.gateway.access.AccessReview;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.fixed.FixedTenants;
import io.sparkhistory.gateway.local.LocalAccess;
import io.sparkhistory.gateway.local.LocalBackends;
import io.sparkhistory.gateway.local.LoopbackNames;
import io.sparkhistory.gateway.routing.ByteRange;
import java.util.function.Predicate;

/**
 * Where tenants come from and who may look at them.
 *
 * @param defaultUser the visitor of a request that names none; empty: there is none
 * @param hosts which values of {@code Host} are answered
 */
record TenantSource(
    Backends backends, AccessReview review, String defaultUser, Predicate<ByteRange> hosts) {

  static TenantSource of(FixedTenants tenants) {
    return new TenantSource(tenants, tenants, "", host -> true);
  }

  static TenantSource of(LocalBackends backends, String user) {
    return new TenantSource(
        backends, new LocalAccess(), user, host -> LoopbackNames.accepts(host.text()));
  }
}
