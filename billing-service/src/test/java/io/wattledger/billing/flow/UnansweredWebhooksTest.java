package io.wattledger.billing.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.wattledger.billing.SilentReceiver;
import io.wattledger.chassis.testing.WithSuite;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told of endpoints that do not answer, and of those that are switched off. */
@QuarkusTest
@WithSuite
class UnansweredWebhooksTest extends ReceivingTenant {

    private static final List<String> ALL = List.of("invoice.issued");

    @Test
    void doesNotCallWorkPendingThatAnEndpointWhichIsSwitchedOffKeeps() {
        deliver();
        Response added = add(tenant, receiver.answering(500).url("/"), ALL);
        String path = ENDPOINTS + "/" + added.path("id");
        issued();
        deliver();
        put(path, added.header("ETag"), Map.of("url", receiver.url("/"), "events", ALL, "enabled", false))
                .then()
                .statusCode(200);
        long before = work.waiting();
        makeDue();
        assertThat(work.waiting()).isEqualTo(before);

        receiver.answering(200);
        put(path, "\"2\"", Map.of("url", receiver.url("/"), "events", ALL))
                .then()
                .statusCode(200);
        assertThat(work.waiting()).isEqualTo(before + 1);
        deliver();
        deliveries(added.path("id")).then().body("items[0].state", equalTo("delivered"));
    }

    @Test
    void tellsInWordsWhyThereWasNoAnswer() throws IOException {
        String refused = "http://127.0.0.1:9/";
        String id = add(tenant, refused, ALL).path("id");
        String other;
        try (SilentReceiver insecure = new SilentReceiver("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            other = add(tenant, insecure.url().replace("http://", "https://"), ALL)
                    .path("id");
            issued();
            deliver();
        }

        deliveries(id)
                .then()
                .body("items[0].attempts[0].error", startsWith("no connection: Connection refused"))
                .body("items[0].attempts[0].status", nullValue());
        deliveries(other).then().body("items[0].attempts[0].error", startsWith("no secure connection: "));
    }

    @Test
    void countsAnAttemptAtAnAddressThatCannotBeOne() {
        String id = add(tenant, receiver.url("/"), ALL).path("id");
        issued();
        // Taken in by a version that did not look at ports.
        scope.inTransactionDo(List.of(tenant), connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE webhook_endpoint SET url = 'http://127.0.0.1:99999/'")) {
                update.executeUpdate();
            }
        });
        deliver();

        deliveries(id)
                .then()
                .body("items[0].state", equalTo("pending"))
                .body("items[0].attempts", hasSize(1))
                .body("items[0].attempts[0].error", containsString("port"));
    }
}
