package io.wattledger.launcher.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
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

    @Test
    void makesAKeyAnewWhereItsWritingWasCutOff() throws Exception {
        Files.createFile(data.resolve("token-key.pk8"));

        String made = TokenIssuer.in(data).publicKey();

        assertThat(TokenIssuer.in(data).publicKey()).isEqualTo(made);
        keepsTheKeyToItsOwner();
        assertThat(data).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void hasOneKeyWhereSeveralCommandsStartAtOnce() throws Exception {
        try (var commands = Executors.newFixedThreadPool(8)) {
            Callable<String> command = () -> TokenIssuer.in(data).publicKey();
            Set<String> keys = new HashSet<>();
            for (var key : commands.invokeAll(Collections.nCopies(8, command))) {
                keys.add(key.get());
            }
            assertThat(keys).containsExactly(TokenIssuer.in(data).publicKey());
        }
        assertThat(data).isDirectoryNotContaining("glob:**.new");
    }

    private static PublicKey key(String encoded) throws Exception {
        return KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(encoded)));
    }
}
