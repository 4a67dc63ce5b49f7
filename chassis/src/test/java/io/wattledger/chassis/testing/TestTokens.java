package io.wattledger.chassis.testing;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.wattledger.chassis.http.Roles;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Bearer tokens as an identity provider would issue them, signed with the key of this test run. */
public final class TestTokens {

    /** Signing costs more than most requests that carry the token. Where the infrastructure is started anew, so is the key. */
    private static final Map<Bearer, String> ISSUED = new ConcurrentHashMap<>();

    private record Bearer(String key, String role, String tenant) {}

    private TestTokens() {}

    /** A token that administers the suite. */
    public static String operator() {
        return token(Roles.OPERATOR, null);
    }

    /** A token of an operator with a name of its own, where it matters who does something. */
    public static String operator(String name) {
        return Jwt.subject(name)
                .upn(name)
                .groups(Set.of(Roles.OPERATOR))
                .expiresIn(3600)
                .issuer("https://wattledger.example/issuer")
                .audience("wattledger")
                .sign(key());
    }

    /** A token that reads everything. */
    public static String auditor() {
        return token(Roles.AUDITOR, null);
    }

    /** A token that reports usage of a tenant. */
    public static String collector(String tenant) {
        return token(Roles.COLLECTOR, tenant);
    }

    /** A token that reads what belongs to a tenant. */
    public static String tenant(String tenant) {
        return token(Roles.TENANT, tenant);
    }

    /** A token of any role; without tenant where that is null. */
    public static String token(String role, String tenant) {
        return ISSUED.computeIfAbsent(
                new Bearer(encodedKey(), role, tenant),
                bearer -> claims(role, tenant)
                        .issuer("https://wattledger.example/issuer")
                        .audience("wattledger")
                        .sign(key()));
    }

    /** A token for another audience, which no service may accept. */
    public static String forAnotherAudience(String role, String tenant) {
        return claims(role, tenant)
                .issuer("https://wattledger.example/issuer")
                .audience("elsewhere")
                .sign(key());
    }

    private static JwtClaimsBuilder claims(String role, String tenant) {
        JwtClaimsBuilder claims = Jwt.subject("test-" + role)
                .upn("test-" + role)
                .groups(Set.of(role))
                .expiresIn(3600);
        return tenant == null ? claims : claims.claim("tenant", tenant);
    }

    private static PrivateKey key() {
        try {
            byte[] encoded = Base64.getDecoder().decode(encodedKey());
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encodedKey() {
        return System.getProperty(SuiteInfrastructure.PRIVATE_KEY);
    }
}
