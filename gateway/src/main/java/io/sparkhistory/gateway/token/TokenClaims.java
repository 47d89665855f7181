package io.sparkhistory.gateway.token;

import com.nimbusds.jwt.JWTClaimsSet;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Callers;
import io.sparkhistory.gateway.configuration.ProofSettings.TokenRules;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a token whose signature was checked says of its holder. */
sealed interface TokenClaims {

  /**
   * Somebody.
   *
   * @param caller with all their groups, in the token's order; none when it has no such claim
   * @param groups the same ones, to be looked up
   */
  record Holder(Caller caller, Set<String> groups) implements TokenClaims {
    public Holder {
      groups = Set.copyOf(groups);
    }
  }

  /**
   * Nobody who could be let in.
   *
   * @param reason for the access log, without anything of the token
   */
  record Unusable(String reason) implements TokenClaims {}

  static TokenClaims of(JWTClaimsSet claims, TokenRules rules) {
    String claim = userClaim(claims, rules);
    if (!(claims.getClaim(claim) instanceof String user) || user.isEmpty()) {
      return new Unusable("token: it names no user");
    }
    if (claim.equals("email") && !isVerified(claims)) {
      return new Unusable("token: its issuer says that the address of e-mail is not verified");
    }
    return holder(user, claims.getClaim(rules.groupsClaim()));
  }

  /** Name of the first claim for the user that is there; empty when there is none. */
  private static String userClaim(JWTClaimsSet claims, TokenRules rules) {
    for (String name : rules.userClaims()) {
      if (claims.getClaim(name) instanceof String) {
        return name;
      }
    }
    return "";
  }

  /**
   * Whether the issuer does not doubt that the address is the user's (OpenID Connect Core, section
   * 5.1). Kubernetes and oauth2-proxy refuse the others as well: anybody can enter any address.
   */
  private static boolean isVerified(JWTClaimsSet claims) {
    Object verified = claims.getClaim("email_verified");
    return verified == null || verified.equals(true);
  }

  /**
   * As the API server reads its own groups claim: a list of texts, or one text that is one group
   * (Kubernetes documentation, "OpenID Connect Tokens"). The rules for names are those of the
   * groups header.
   *
   * @param groups value of the claim; null when there is none
   */
  private static TokenClaims holder(String user, @Nullable Object groups) {
    List<?> all = groups == null ? List.of() : groups instanceof List<?> l ? l : List.of(groups);
    Set<String> names = new LinkedHashSet<>();
    for (Object each : all) {
      if (!(each instanceof String name)) {
        return new Unusable("token: its groups are neither a text nor a list of texts");
      }
      if (!Callers.isName(name)) {
        return new Unusable("token: it has a group that cannot be one");
      }
      if (!name.isBlank() && !Callers.isKubernetes(name)) {
        names.add(name);
      }
    }
    return names.size() > Callers.MAX_GROUPS
        ? new Unusable("token: it has more than " + Callers.MAX_GROUPS + " groups")
        : new Holder(new Caller(user, List.copyOf(names)), names);
  }
}
