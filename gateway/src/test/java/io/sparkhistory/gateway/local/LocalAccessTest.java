package io.sparkhistory.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.access.AccessDecision;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Verb;
import io.sparkhistory.gateway.routing.Tenant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalAccessTest {
  @Test
  void everyoneMayLook() {
    assertThat(ask(Verb.GET)).isInstanceOf(AccessDecision.Allowed.class);
  }

  @Test
  void nobodyMayChangeAnything() {
    assertThat(ask(Verb.UPDATE)).isInstanceOf(AccessDecision.Denied.class);
  }

  private static AccessDecision ask(Verb verb) {
    Caller caller = new Caller("you@example.com", List.of());
    return new LocalAccess().review(caller, new Tenant("ns-a"), verb).toCompletableFuture().join();
  }
}
