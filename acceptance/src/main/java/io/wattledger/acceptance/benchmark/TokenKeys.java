package io.wattledger.acceptance.benchmark;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.time.Clock;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Signs the tokens of a run. */
final class TokenKeys {

    private static final int VALID_SECONDS = 3 * 3600;

    private final KeyPair keys = newKeys();

    /** The public key as the services want it. */
    String publicKey() {
        return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    /** A token of a role; for all tenants where none is named. */
    String token(String role, @Nullable String tenant) {
        long now = Clock.systemUTC().instant().getEpochSecond();
        String ofTenant = tenant == null ? "" : "\"tenant\":\"" + tenant + "\",";
        String claims = "{\"iss\":\"https://wattledger.example/issuer\",\"aud\":\"wattledger\",\"sub\":\"benchmark\","
                + "\"upn\":\"benchmark\",\"groups\":[\"" + role + "\"]," + ofTenant + "\"iat\":" + now + ",\"exp\":"
                + (now + VALID_SECONDS) + "}";
        String signed = base64(utf8("{\"alg\":\"RS256\",\"typ\":\"JWT\"}")) + "." + base64(utf8(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(utf8(signed));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
