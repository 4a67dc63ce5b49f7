package io.wattledger.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wattledger.contracts.Samples.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was on the wire once can be read for ever, and is written the same way still. */
class GoldenFilesTest {

    @ParameterizedTest
    @MethodSource("samples")
    void areReadAsTheMessageTheyWereMadeOf(Sample sample) throws IOException {
        assertThat(WireJson.read(golden(sample), sample.value().getClass())).isEqualTo(sample.value());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void areWhatIsWrittenToday(Sample sample) throws IOException {
        assertThat(WireJson.write(sample.value())).asString().isEqualTo(Files.readString(GoldenFiles.file(sample)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void areReadAlsoWithAMemberThatANewerWriterAdded(Sample sample) throws IOException {
        ObjectMapper plain = new ObjectMapper();
        ObjectNode newer = (ObjectNode) plain.readTree(golden(sample));
        newer.putObject("addedLater").put("some", "thing");

        assertThat(WireJson.read(plain.writeValueAsBytes(newer), sample.value().getClass()))
                .isEqualTo(sample.value());
    }

    @Test
    void areAllMadeOfSamples() throws IOException {
        try (Stream<Path> files = Files.list(GoldenFiles.FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            samples().stream().map(Sample::fileName).toList());
        }
    }

    static List<Sample> samples() {
        return Samples.all();
    }

    private static byte[] golden(Sample sample) throws IOException {
        return Files.readAllBytes(GoldenFiles.file(sample));
    }
}
