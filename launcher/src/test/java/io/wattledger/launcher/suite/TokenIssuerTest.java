package io.wattledger.launcher.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenIssuerTest {

    @TempDir
    Path data;

    @Test
    void issuesTokensThatThePublicKeyProves() throws Exception {
        String token = TokenIssuer.in(data).token("collector", "acme", 5);
        // A later command reads the same key.
        TokenIssuer later = TokenIssuer.in(data);

        JwtClaims claims = new JwtConsumerBuilder()
                .setVerificationKey(key(later.publicKey()))
                .setExpectedAudience("wattledger")
                .setExpectedIssuer("https://wattledger.example/issuer")
                .setRequireExpirationTime()
                .build()
                .processToClaims(token);

        assertThat(claims.getStringListClaimValue("groups")).isEqualTo(List.of("collector"));
        assertThat(claims.getStringClaimValue("tenant")).isEqualTo("acme");
    }

    @Test
    void namesThePersonInATokenOfAPerson() throws Exception {
        TokenIssuer issuer = TokenIssuer.in(data);

        JwtClaims claims = new JwtConsumerBuilder()
                .setVerificationKey(key(issuer.publicKey()))
                .setExpectedAudience("wattledger")
                .build()
                .processToClaims(issuer.token("operator", "ann", null, 5));

        assertThat(claims.getSubject()).isEqualTo("ann");
        assertThat(claims.getStringListClaimValue("groups")).isEqualTo(List.of("operator"));
    }

    @Test
    void keepsTheKeyToItsOwner() throws Exception {
        TokenIssuer.in(data);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("token-key.pk8"))))
                .isEqualTo("rw-------");
    }

    private static PublicKey key(String encoded) throws Exception {
        return KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(encoded)));
    }
}
