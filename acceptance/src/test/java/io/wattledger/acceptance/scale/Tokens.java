package io.wattledger.acceptance.scale;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** Issues the tokens of one test run. */
final class Tokens {

    private static final int MINUTES = 60;

    private final KeyPair keys;

    Tokens() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            this.keys = generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public key as the services want it: X.509, Base64. */
    String publicKey() {
        return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    String operator() {
        return token("operator", null);
    }

    String collector(String tenant) {
        return token("collector", tenant);
    }

    private String token(String role, @Nullable String tenant) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer("https://wattledger.example/issuer");
        claims.setAudience("wattledger");
        claims.setSubject("scale-" + role);
        claims.setStringClaim("upn", "scale-" + role);
        claims.setStringListClaim("groups", List.of(role));
        if (tenant != null) {
            claims.setStringClaim("tenant", tenant);
        }
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(MINUTES);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(keys.getPrivate());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
