package io.wattledger.launcher.refusals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.suite.AnsweredService;
import io.wattledger.launcher.suite.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which refusals metering is asked about. */
class RefusalDeskTest {

    private static final byte[] AS_IT_CAME = new byte[0];

    @TempDir
    Path data;

    private final List<String> asked = new ArrayList<>();
    private AnsweredService metering;
    private Services services;

    @BeforeEach
    void opens() throws IOException {
        metering = new AnsweredService("metering", data);
        metering.answer("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            AnsweredService.json(exchange, "{}");
        });
        services = metering.services();
    }

    @AfterEach
    void closes() {
        services.close();
        metering.close();
    }

    /** As of a variable that is not set: metering read the path as that of all refusals, and closed them. */
    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", ".."})
    void asksNothingAboutNoRefusal(String id) {
        var desk = new RefusalDesk(services);

        assertThatThrownBy(() -> desk.discard(id, "test data"))
                .isInstanceOfSatisfying(
                        InputFault.class,
                        fault -> assertThat(fault.isOfCommandLine()).isTrue())
                .hasMessage("'" + id + "' names nothing; is a variable not set?");
        assertThatThrownBy(() -> desk.replay(id, AS_IT_CAME)).isInstanceOf(InputFault.class);
        assertThatThrownBy(() -> desk.show(id)).isInstanceOf(InputFault.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void asksAboutTheOneOfAnOddId() {
        var desk = new RefusalDesk(services);

        desk.discard("a b?#/", "test data");
        desk.replay("50%", AS_IT_CAME);
        desk.show("[ref_1]");

        assertThat(asked)
                .containsExactly(
                        "/api/v1/refusals/a%20b%3F%23%2F/discard",
                        "/api/v1/refusals/50%25/replay", "/api/v1/refusals/%5Bref_1%5D");
    }
}
