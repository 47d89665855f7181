package io.sparkhistory.gateway;

import io.sparkhistory.gateway.access.Proof;
import io.sparkhistory.gateway.access.TrustedPeer;
import io.sparkhistory.gateway.operations.Readiness;
import io.sparkhistory.gateway.token.KeySource;
import io.sparkhistory.gateway.token.Keys;
import io.sparkhistory.gateway.token.TokenProof;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What has to back the identity headers, as configured and checked.
 *
 * @param trustedPeer SPIFFE id; empty when every peer is believed
 * @param jwks file or URL of the token issuer's keys; empty when no token is asked for
 */
record UserProof(String trustedPeer, String jwks, TokenProof.Rules token) {

  /** Mistakes are noted in the settings. */
  static UserProof of(Settings s) {
    String jwks = s.get(Options.JWKS);
    String issuer = s.get(Options.JWT_ISSUER);
    String audience = s.get(Options.JWT_AUDIENCE);
    List<String> users = s.get(Options.JWT_USER_CLAIM);
    String groups = s.get(Options.JWT_GROUPS_CLAIM);
    // half a check would look like one
    s.require(
        jwks.isEmpty() == issuer.isEmpty() && jwks.isEmpty() == audience.isEmpty(),
        "--jwks, --jwt-issuer and --jwt-audience belong together: give all three or none");
    return new UserProof(
        s.get(Options.TRUSTED_PEER), jwks, new TokenProof.Rules(issuer, audience, users, groups));
  }

  Proof open(ScheduledExecutorService scheduler, Readiness readiness) {
    Proof proof = trustedPeer.isEmpty() ? Proof.NONE : new TrustedPeer(trustedPeer);
    if (jwks.isEmpty()) {
      return proof;
    }
    Keys keys = new Keys(KeySource.of(jwks), System::nanoTime);
    var unused = keys.keepFresh(scheduler);
    readiness.check("keys", keys::problem);
    TokenProof tokens = new TokenProof(keys, token, Clock.systemUTC());
    return trustedPeer.isEmpty() ? tokens : proof.and(tokens);
  }
}
