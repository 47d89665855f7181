package io.sparkhistory.gateway.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;

/** Tokens as an issuer makes them. */
@SuppressWarnings("JavaUtilDate") // the library has nothing better
final class SignedTokens {
  static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private SignedTokens() {}

  /** Alice's, for ten minutes from the start on. */
  static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("https://dex.example.com")
        .audience("kubeflow")
        .subject("4711")
        .claim("email", "alice@example.com")
        .expirationTime(Date.from(START.plusSeconds(600)));
  }

  static String signed(JWTClaimsSet claims, RSAKey key) {
    return signed(claims, new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()), key);
  }

  static String signed(JWTClaimsSet claims, JWSHeader.Builder header, RSAKey key) {
    try {
      return signed(claims, header, new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static String signed(JWTClaimsSet claims, JWSHeader.Builder header, JWSSigner signer) {
    try {
      SignedJWT token = new SignedJWT(header.build(), claims);
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
