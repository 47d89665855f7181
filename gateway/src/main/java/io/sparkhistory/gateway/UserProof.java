package io.sparkhistory.gateway;

import io.sparkhistory.gateway.access.Proof;
import io.sparkhistory.gateway.access.TrustedPeer;
import io.sparkhistory.gateway.configuration.ProofSettings;
import io.sparkhistory.gateway.token.KeySource;
import io.sparkhistory.gateway.token.Keys;
import io.sparkhistory.gateway.token.TokenProof;
import io.sparkhistory.program.admin.Readiness;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;

/** The configured proof of the identity headers. */
record UserProof(ProofSettings settings) {

  Proof open(ScheduledExecutorService scheduler, Readiness readiness) {
    String trustedPeer = settings.trustedPeer();
    Proof proof = trustedPeer.isEmpty() ? Proof.NONE : new TrustedPeer(trustedPeer);
    if (settings.jwks().isEmpty()) {
      return proof;
    }
    Keys keys = new Keys(KeySource.of(settings.jwks()), System::nanoTime);
    var unused = keys.keepFresh(scheduler);
    readiness.check("keys", keys::problem);
    TokenProof tokens = new TokenProof(keys, settings.token(), Clock.systemUTC());
    return trustedPeer.isEmpty() ? tokens : proof.and(tokens);
  }
}
