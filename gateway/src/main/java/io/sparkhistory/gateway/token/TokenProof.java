package io.sparkhistory.gateway.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Proof;
import io.sparkhistory.gateway.configuration.ProofSettings.TokenRules;
import io.sparkhistory.gateway.routing.ByteRange;
import java.text.ParseException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Demands that the request carries a token (JWT, RFC 7519, as {@code Authorization: Bearer}) which
 * is signed by a known key, comes from the issuer, is meant for the audience, has not expired, and
 * names the same user as the user header does. Groups are those of the token; where the request has
 * a groups header, those that both name.
 *
 * <p>A token that passed is remembered by its bytes until it expires or the keys change, because a
 * page has a hundred requests with the same one and a signature costs more than all the rest of a
 * request.
 */
public final class TokenProof implements Proof {
  /** Only signatures whose keys can be published. */
  private static final Set<JWSAlgorithm> ALGORITHMS = algorithms();

  /** Plain tokens (RFC 7519, section 5.1) and access tokens (RFC 9068, section 2.1). */
  private static final Set<@Nullable JOSEObjectType> TYPES =
      new HashSet<>(Arrays.asList(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));

  /** Longest token, in bytes; the head's limit is above it. */
  private static final int MAX_TOKEN = 16 * 1024;

  /** How far the issuer's clock may be off. */
  private static final int SKEW_SECONDS = 30;

  /** Tokens kept; a power of two. */
  private static final int REMEMBERED = 1024;

  private static final byte[] BEARER = {'b', 'e', 'a', 'r', 'e', 'r', ' '};

  private static final CompletionStage<Verdict> NO_TOKEN = Verdict.refused("token: there is none");
  private static final CompletionStage<Verdict> TWO_FIELDS =
      Verdict.refused("token: more than one Authorization field");

  private final Keys keys;
  private final TokenRules rules;
  private final Clock clock;

  /** As in {@code Callers}: a newcomer takes the place, races are harmless. */
  private final @Nullable Checked[] remembered = new Checked[REMEMBERED];

  /** A token that passed, its holder, with these keys, until then (milliseconds of the clock). */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  private record Checked(byte[] token, TokenClaims.Holder holder, Keys.Known keys, long until) {
    boolean is(ByteRange value, Keys.Known now, long time) {
      return keys == now
          && time < until
          && Arrays.equals(token, 0, token.length, value.bytes(), value.from(), value.to());
    }
  }

  public TokenProof(Keys keys, TokenRules rules, Clock clock) {
    this.keys = keys;
    this.rules = rules;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Verdict> of(Evidence evidence, Caller caller) {
    if (evidence.authorizationFields() > 1) {
      return TWO_FIELDS;
    }
    ByteRange value = evidence.authorization();
    boolean narrowed = evidence.groupsFields() > 0;
    if (evidence.authorizationFields() == 0 || !isBearer(value)) {
      return NO_TOKEN;
    }
    int slot = slot(value);
    Checked known = remembered[slot];
    if (known != null && known.is(value, keys.known(), clock.millis())) {
      return same(known.holder(), caller, narrowed);
    }
    byte[] copy = Arrays.copyOfRange(value.bytes(), value.from(), value.to());
    String token = value.text().substring(BEARER.length).strip();
    Keys.Known now = keys.known();
    Token shown = new Token(copy, slot, token);
    if (now.has(keyId(token))) {
      return check(shown, caller, narrowed, now);
    }
    return keys.refresh().thenCompose(fresh -> check(shown, caller, narrowed, fresh));
  }

  /** A token that is not remembered, as bytes of the field and as text. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  private record Token(byte[] value, int slot, String text) {}

  private CompletionStage<Verdict> check(
      Token token, Caller caller, boolean narrowed, Keys.Known now) {
    if (now.isEmpty()) {
      return CompletableFuture.completedFuture(new Verdict.Unavailable("token: " + keys.problem()));
    }
    try {
      JWTClaimsSet claims = processor(now).process(token.text(), null);
      TokenClaims said = TokenClaims.of(claims, rules);
      if (said instanceof TokenClaims.Holder holder) {
        remembered[token.slot()] = new Checked(token.value(), holder, now, expiry(claims));
        return same(holder, caller, narrowed);
      }
      return Verdict.refused(((TokenClaims.Unusable) said).reason());
    } catch (BadJWTException e) {
      // its message quotes the token
      return Verdict.refused(
          e instanceof ExpiredJWTException
              ? "token: it has expired"
              : "token: not of the issuer, not for the audience, or not valid now");
    } catch (BadJOSEException | JOSEException | ParseException e) {
      return Verdict.refused("token: not signed by a key of the issuer");
    }
  }

  /**
   * @param narrowed whether the request has a groups header. One that is there can only take groups
   *     away; where it is not there, as in Kubeflow, the token's own count
   */
  private static CompletionStage<Verdict> same(
      TokenClaims.Holder holder, Caller caller, boolean narrowed) {
    if (!holder.caller().user().equals(caller.user())) {
      return Verdict.refused("token: it names another user than the user header");
    }
    return Verdict.proven(narrowed ? caller.within(holder.groups()) : holder.caller());
  }

  @SuppressWarnings("JavaUtilDate") // the library has nothing better
  private static long expiry(JWTClaimsSet claims) {
    return claims.getExpirationTime().getTime();
  }

  private DefaultJWTProcessor<SecurityContext> processor(Keys.Known now) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(TYPES));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(now.set())));
    JWTClaimsSet exact = new JWTClaimsSet.Builder().issuer(rules.issuer()).build();
    String audience = rules.audience().isEmpty() ? null : rules.audience();
    DefaultJWTClaimsVerifier<SecurityContext> verifier =
        new DefaultJWTClaimsVerifier<>(audience, exact, Set.of("exp")) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        };
    verifier.setMaxClockSkew(SKEW_SECONDS);
    processor.setJWTClaimsSetVerifier(verifier);
    return processor;
  }

  /** Id of the key that the token claims to be signed with; empty when it names none. */
  private static String keyId(String token) {
    try {
      String id = SignedJWT.parse(token).getHeader().getKeyID();
      return id == null ? "" : id;
    } catch (ParseException e) {
      return "";
    }
  }

  private static boolean isBearer(ByteRange value) {
    if (value.length() <= BEARER.length || value.length() > MAX_TOKEN) {
      return false;
    }
    for (int i = 0; i < BEARER.length; i++) {
      int letter = value.bytes()[value.from() + i];
      if ((i < BEARER.length - 1 ? letter | 0x20 : letter) != BEARER[i]) {
        return false;
      }
    }
    return true;
  }

  /** By the end, which is the signature and so as good as random. */
  private static int slot(ByteRange value) {
    int hash = 1;
    for (int i = Math.max(value.from(), value.to() - 32); i < value.to(); i++) {
      hash = hash * 31 + value.bytes()[i];
    }
    return (hash ^ (hash >>> 11) ^ (hash >>> 22)) & (REMEMBERED - 1);
  }

  private static Set<JWSAlgorithm> algorithms() {
    Set<JWSAlgorithm> all = new HashSet<>(JWSAlgorithm.Family.RSA);
    all.addAll(JWSAlgorithm.Family.EC);
    return Set.copyOf(all);
  }
}
