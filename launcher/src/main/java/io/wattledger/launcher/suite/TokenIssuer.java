package io.wattledger.launcher.suite;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.List;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * Issues tokens for this machine only, with a key made in the data directory; the services are given its public half. In
 * production an identity provider does this.
 */
public final class TokenIssuer {

    /** Who the tokens say issued them; the services' setting is the same. */
    private static final String ISSUER = "https://wattledger.example/issuer";

    private static final String AUDIENCE = "wattledger";
    private static final int BITS = 2048;

    private final KeyPair keys;

    private TokenIssuer(KeyPair keys) {
        this.keys = keys;
    }

    /** The issuer whose key is kept in {@code data}; a key is made when there is none. */
    public static TokenIssuer in(Path data) {
        Path file = data.resolve("token-key.pk8");
        try {
            if (!Files.exists(file) || Files.size(file) == 0) {
                keepNewKey(file);
            }
            KeyFactory factory = KeyFactory.getInstance("RSA");
            var secret = (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(file)));
            var open = factory.generatePublic(new RSAPublicKeySpec(secret.getModulus(), secret.getPublicExponent()));
            return new TokenIssuer(new KeyPair(open, secret));
        } catch (IOException | GeneralSecurityException e) {
            throw new SuiteFault("the key for tokens in " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Keeps a new key, whole or not at all; where another command was first, its key stays. */
    private static void keepNewKey(Path file) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(BITS);
        byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
        Path data = Files.createDirectories(file.getParent());
        Path draft = Files.createTempFile(
                data,
                "token-key",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(draft, key);
            if (Files.exists(file) && Files.size(file) == 0) {
                // A start was cut off here when keys were still written in place.
                Files.delete(file);
            }
            // Unlike a move, a link never takes the place of what is there.
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // Another command was first; its key is whole.
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** The public key as the services want it: X.509, Base64. */
    String publicKey() {
        return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    /**
     * A signed token.
     *
     * @param role operator, collector, tenant or auditor
     * @param tenant whose; absent for roles that are not a tenant's
     * @param minutes how long it holds
     */
    public String token(String role, @Nullable String tenant, int minutes) {
        return token(role, "launcher-" + role, tenant, minutes);
    }

    /**
     * A signed token of a person, where it matters who does something.
     *
     * @param role as above
     * @param subject who
     * @param tenant as above
     * @param minutes as above
     */
    public String token(String role, String subject, @Nullable String tenant, int minutes) {
        var claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setSubject(subject);
        claims.setStringClaim("upn", subject);
        claims.setStringListClaim("groups", List.of(role));
        if (tenant != null) {
            claims.setStringClaim("tenant", tenant);
        }
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(minutes);
        claims.setGeneratedJwtId();
        var signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(keys.getPrivate());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setHeader("typ", "JWT");
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new SuiteFault("the token could not be signed: " + e.getMessage(), e);
        }
    }
}
