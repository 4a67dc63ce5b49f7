package io.wattledger.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signatures beside the library of the specification. */
class SecretTest {

    private static final byte[] BODY =
            "{\"type\":\"invoice.paid\",\"data\":{\"name\":\"Bodø\"}}".getBytes(StandardCharsets.UTF_8);

    /** The example of the specification: its secret, id, time, body and signature. */
    @Test
    void signsTheExampleOfTheSpecification() {
        Secret secret = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        String header = Secret.signatures(
                List.of(secret),
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1_614_265_330L),
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));

        assertThat(header).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void isAcceptedByTheOfficialLibraryWithEitherSecretOfARotation() throws Exception {
        Secret before = Secret.random(new SecureRandom());
        Secret after = Secret.random(new SecureRandom());
        Instant now = Clock.systemUTC().instant();

        HttpHeaders headers = headers(now, Secret.signatures(List.of(after, before), "evt_1", now, BODY));

        for (Secret secret : List.of(before, after)) {
            new Webhook(secret.text()).verify(new String(BODY, StandardCharsets.UTF_8), headers.map());
        }
        Secret stranger = Secret.random(new SecureRandom());
        assertThatThrownBy(() ->
                        new Webhook(stranger.text()).verify(new String(BODY, StandardCharsets.UTF_8), headers.map()))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void doesNotTellItselfToLogs() {
        Secret secret = Secret.random(new SecureRandom());

        assertThat(new Endpoint.Keys(secret, null, null).toString()).doesNotContain(secret.text());
    }

    private static HttpHeaders headers(Instant at, String signature) {
        return HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of("evt_1"),
                        "webhook-timestamp", List.of(Long.toString(at.getEpochSecond())),
                        "webhook-signature", List.of(signature)),
                (name, value) -> true);
    }
}
