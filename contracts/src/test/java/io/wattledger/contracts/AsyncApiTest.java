package io.wattledger.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/asyncapi.yaml names the topics that the code names, and nothing that is not there. */
class AsyncApiTest {

    private static final Path PAGE = Path.of(System.getProperty("wattledger.root"), "docs", "asyncapi.yaml");

    private final JsonNode page = new YAMLMapper().readTree(Files.readString(PAGE));

    AsyncApiTest() throws IOException {}

    @Test
    void itsChannelsAreTheTopicsInTheCode() throws IllegalAccessException {
        List<String> topics = new ArrayList<>();
        for (Field constant : Topics.class.getFields()) {
            topics.add((String) constant.get(null));
        }

        assertThat(page.path("channels").findValuesAsText("address")).containsExactlyInAnyOrderElementsOf(topics);
    }

    @Test
    void everythingItPointsAtIsThere() {
        List<String> references = page.findValuesAsText("$ref");

        assertThat(references).isNotEmpty().allSatisfy(reference -> {
            if (reference.startsWith("#")) {
                assertThat(page.at(reference.substring(1)).isMissingNode())
                        .as("%s is missing", reference)
                        .isFalse();
            } else {
                assertThat(PAGE.resolveSibling(reference)).isRegularFile();
            }
        });
    }

    @Test
    void everyChannelHasAnOperation() {
        List<String> used = page.path("operations").findValuesAsText("$ref");

        page.path("channels")
                .fieldNames()
                .forEachRemaining(channel -> assertThat(used).contains("#/channels/" + channel));
    }
}
