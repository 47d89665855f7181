package io.sparkhistory.gateway.request;

import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.Driver;
import io.sparkhistory.gateway.backend.Drivers;
import io.sparkhistory.gateway.backend.LogReads;
import io.sparkhistory.gateway.routing.Tenant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Servers whose states a test sets, and which record what is asked of them. */
class FakeBackends implements Backends {
  final Map<String, Backend> states = new TreeMap<>();

  /** By namespace and application, with a blank between. */
  final Map<String, Driver> drivers = new TreeMap<>();

  final LogReads reads = new LogReads(InstantSource.system());
  final List<String> found = new ArrayList<>();
  final List<String> woken = new ArrayList<>();

  @Override
  public Backend find(Tenant tenant) {
    found.add(tenant.namespace());
    return states.getOrDefault(tenant.namespace(), new Backend.Absent("Make one.", "kind: X"));
  }

  @Override
  public Drivers drivers() {
    return new Drivers() {
      @Override
      public Driver find(Tenant tenant, String application) {
        found.add(tenant.namespace() + " " + application);
        return drivers.getOrDefault(tenant.namespace() + " " + application, Driver.ENDED);
      }

      @Override
      public String gatewayNamespace() {
        return "gateways";
      }

      @Override
      public Collection<Application> of(Tenant tenant) {
        return drivers.entrySet().stream()
            .filter(e -> e.getKey().startsWith(tenant.namespace() + " "))
            .map(e -> e.getKey().substring(tenant.namespace().length() + 1))
            .map(id -> new Application(id, "", find(tenant, id), Optional.empty()))
            .toList();
      }
    };
  }

  @Override
  public LogReads logReads(Tenant tenant) {
    return reads;
  }

  @Override
  public void wake(Tenant tenant) {
    woken.add(tenant.namespace());
  }

  @Override
  public void touch(Tenant tenant) {
    throw new UnsupportedOperationException("the proxy does this when a request has ended");
  }

  @Override
  public Collection<Entry> all() {
    return states.entrySet().stream()
        .map(e -> new Entry(new Tenant(e.getKey()), e.getValue(), Optional.empty()))
        .toList();
  }
}
