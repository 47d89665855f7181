package io.sparkhistory.gateway.configuration;

import io.sparkhistory.program.commandline.Kind;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Values;
import java.util.List;
import java.util.Set;

/**
 * Settings of the proof of the identity headers.
 *
 * @param trustedPeer SPIFFE id; empty when every peer is believed
 * @param jwks file or URL of the token issuer's keys; empty when no token is asked for
 */
public record ProofSettings(String trustedPeer, String jwks, TokenRules token) {
  static final OptionGroup OPTIONS = new OptionGroup(Set.of(Commands.GATEWAY));

  private static final Option<String> TRUSTED_PEER =
      OPTIONS.option(
          "trusted-peer",
          Kinds.SPIFFE_ID,
          "",
          "SPIFFE ID that X-Forwarded-Client-Cert has to name, otherwise 401; none: not checked");
  private static final Option<String> JWKS =
      OPTIONS.option(
          "jwks",
          Kinds.LOCATION,
          "",
          "keys, one of which has to have signed the forwarded token, otherwise 401; none:"
              + " not checked");
  private static final Option<String> JWT_ISSUER =
      OPTIONS.option(
          "jwt-issuer", Kind.TEXT, "", "issuer that the forwarded token has to name, with --jwks");
  private static final Option<String> JWT_AUDIENCE =
      OPTIONS.option(
          "jwt-audience",
          Kind.TEXT,
          "",
          "audience that the forwarded token has to name, with --jwks");
  private static final Option<List<String>> JWT_USER_CLAIM =
      OPTIONS.option(
          "jwt-user-claim",
          Kinds.CLAIMS,
          "email",
          "claims of the forwarded token that may hold the user; the first one present has"
              + " to equal --user-header");
  private static final Option<String> JWT_GROUPS_CLAIM =
      OPTIONS.option(
          "jwt-groups-claim",
          Kinds.CLAIM_NAME,
          "groups",
          "claim of the forwarded token with the groups, a list or one text; only groups in"
              + " it count");

  /**
   * What a token must say.
   *
   * @param issuer the {@code iss} claim
   * @param audience one of the {@code aud} claim; empty when it does not matter
   * @param userClaims claims that may hold the user; the first that a token has is the one
   * @param groupsClaim the claim with the user's groups
   */
  public record TokenRules(
      String issuer, String audience, List<String> userClaims, String groupsClaim) {
    public TokenRules {
      userClaims = List.copyOf(userClaims);
    }
  }

  static ProofSettings of(Values values) {
    TokenRules token =
        new TokenRules(
            values.get(JWT_ISSUER),
            values.get(JWT_AUDIENCE),
            values.get(JWT_USER_CLAIM),
            values.get(JWT_GROUPS_CLAIM));
    ProofSettings settings = new ProofSettings(values.get(TRUSTED_PEER), values.get(JWKS), token);
    boolean without = settings.jwks.isEmpty();
    // half a check would look like one
    values.require(
        without == token.issuer().isEmpty() && without == token.audience().isEmpty(),
        "--jwks, --jwt-issuer and --jwt-audience belong together: give all three or none");
    return settings;
  }
}
