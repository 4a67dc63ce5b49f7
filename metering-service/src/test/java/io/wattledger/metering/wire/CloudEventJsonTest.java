package io.wattledger.metering.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import io.wattledger.contracts.event.AllocationInterval;
import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.metering.event.Arrival;
import io.wattledger.metering.event.Arrival.Unreadable;
import io.wattledger.metering.event.Envelope;
import io.wattledger.metering.event.RefusalCode;
import io.wattledger.metering.flow.EventReading.UnreadableBatch;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventJsonTest {

    private static final String DATA = "{\"project\":\"weather\",\"site\":\"glomfjord\",\"sku\":\"h100-sxm\","
            + "\"gpuCount\":8,\"start\":\"2026-10-01T00:00:00Z\",\"end\":\"2026-10-01T06:30:00.5+02:00\","
            + "\"energyMillijoules\":5,\"job\":\"47\\u0131\",\"node\":null,\"extra\":{\"deep\":[1,2]}}";
    private static final AllocationInterval ALLOCATION = new AllocationInterval(
            "weather",
            "glomfjord",
            "h100-sxm",
            8L,
            null,
            Instant.parse("2026-10-01T00:00:00Z"),
            Instant.parse("2026-10-01T04:30:00.500Z"),
            5L,
            "47\u0131",
            null,
            null,
            null);
    private static final String TYPE = UsageEventTypes.ALLOCATION_INTERVAL;
    private static final Envelope ENVELOPE =
            new Envelope("1.0", "1", "/s", TYPE, "acme", "application/json", Envelope.Context.NONE);

    private final CloudEventJson reading = new CloudEventJson();

    @Test
    void readsWhatTheCloudEventsLibraryWrites() {
        byte[] json = new JsonFormat().serialize(event());

        Arrival arrival = reading.structured(json);

        assertThat(arrival.envelope()).isEqualTo(ENVELOPE);
        assertThat(arrival.contents()).isEqualTo(new Arrival.Interval(ALLOCATION));
    }

    @Test
    void readsDataInBase64() {
        String base64 = Base64.getEncoder().encodeToString(DATA.getBytes(UTF_8));
        byte[] json = ("{\"type\":\"" + TYPE + "\",\"data_base64\":\"" + base64 + "\"}").getBytes(UTF_8);

        assertThat(reading.structured(json).contents()).isEqualTo(new Arrival.Interval(ALLOCATION));
        assertThat(reading.structured(json).data()).asString(UTF_8).isEqualTo(DATA);
    }

    @Test
    void readsBinaryMode() {
        Map<String, String> headers = Map.of(
                "specversion",
                "1.0",
                "id",
                "1",
                "source",
                "/s",
                "type",
                TYPE,
                "tenantid",
                "acme",
                "datacontenttype",
                "application/json");

        Arrival arrival = reading.binary(name -> bytes(headers.get(name)), DATA.getBytes(UTF_8));

        assertThat(arrival.envelope()).isEqualTo(ENVELOPE);
        assertThat(arrival.contents()).isEqualTo(new Arrival.Interval(ALLOCATION));
    }

    @Test
    void keepsTheBytesOfTheDataAsTheyStand() {
        String data = "{ \"gpuCount\" : 8 , \"project\":\"\u00e5\" }";
        byte[] json = ("{\"id\":\"\u00e6\u00f8\u00e5\", \"data\": " + data + " , \"source\":\"s\"}").getBytes(UTF_8);

        assertThat(reading.structured(json).data()).isEqualTo(data.getBytes(UTF_8));
    }

    @Test
    void refusesAnAttributeThatIsGivenOnceMoreAfterNull() {
        byte[] json = ("{\"id\":null,\"id\":\"1\",\"type\":\"" + TYPE + "\",\"data\":" + DATA + "}").getBytes(UTF_8);

        assertThat(reading.structured(json).contents())
                .isInstanceOfSatisfying(
                        Unreadable.class,
                        unreadable -> assertThat(unreadable.refusal().field()).isEqualTo("id"));
    }

    @Test
    void refusesAMemberThatIsGivenOnceMoreAfterNull() {
        byte[] json = ("{\"type\":\"" + TYPE + "\",\"data\":{\"a/b.c\":null,\"a/b.c\":8}}").getBytes(UTF_8);

        assertThat(reading.structured(json).contents()).isInstanceOfSatisfying(Unreadable.class, unreadable -> {
            assertThat(unreadable.refusal().code()).isEqualTo(RefusalCode.INVALID_FIELD);
            assertThat(unreadable.refusal().field()).isEqualTo("data.a/b.c");
            assertThat(unreadable.refusal().pointer()).isEqualTo("/data/a~1b.c");
        });
    }

    @Test
    void saysWhatIsTooDeepOrTooLongForItsReader() {
        for (String value :
                List.of("[".repeat(1001) + "]".repeat(1001), "1".repeat(1001), "{\"" + "n".repeat(50_001) + "\":1}")) {
            byte[] json = ("{\"type\":\"" + TYPE + "\",\"data\":{\"gpuCount\":" + value + "}}").getBytes(UTF_8);

            assertThat(reading.structured(json).contents())
                    .isInstanceOfSatisfying(
                            Unreadable.class,
                            unreadable -> assertThat(unreadable.refusal().rule())
                                    .contains("nested at most 1,000 deep, with names of at most 50,000"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            '{"data":'                                  | MALFORMED_JSON    | body
            'not json'                                  | MALFORMED_JSON    | body
            '{} {}'                                     | MALFORMED_JSON    | body
            '[]'                                        | NOT_A_CLOUD_EVENT | body
            '"text"'                                    | NOT_A_CLOUD_EVENT | body
            ''                                          | NOT_A_CLOUD_EVENT | body
            '{"id":7,"data":{}}'                        | INVALID_FIELD     | id
            '{"id":"1","id":"2","data":{}}'             | INVALID_FIELD     | id
            '{"id":"1"}'                                | MISSING_FIELD     | data
            '{"data":[]}'                               | INVALID_FIELD     | data
            '{"data":null}'                             | INVALID_FIELD     | data
            '{"data":{},"data_base64":"e30="}'          | INVALID_FIELD     | data
            '{"data_base64":"%%%"}'                     | INVALID_FIELD     | data_base64
            '{"data_base64":5}'                         | INVALID_FIELD     | data_base64
            '{"data_base64":"e30"}'                     | INVALID_FIELD     | data_base64
            '{"datacontenttype":"text/xml","data":{}}'  | INVALID_FIELD     | datacontenttype
            '{"data":{"gpuCount":"8"}}'                 | INVALID_FIELD     | data.gpuCount
            '{"data":{"gpuCount":8.0}}'                 | INVALID_FIELD     | data.gpuCount
            '{"data":{"gpuCount":1e3}}'                 | INVALID_FIELD     | data.gpuCount
            '{"data":{"gpuCount":99999999999999999999}}'| INVALID_FIELD     | data.gpuCount
            '{"data":{"gpuCount":8,"gpuCount":1}}'      | INVALID_FIELD     | data.gpuCount
            '{"data":{"site":{}}}'                      | INVALID_FIELD     | data.site
            '{"data":{"start":1759276800}}'             | INVALID_FIELD     | data.start
            '{"data":{"start":"2026-10-01"}}'           | INVALID_FIELD     | data.start
            '{"data":{"start":"2026-02-30T00:00:00Z"}}' | INVALID_FIELD     | data.start
            '{"data":{"start":"2026-10-01T25:00:00Z"}}' | INVALID_FIELD     | data.start
            '{"data":{"end":"2026-10-01T00:00:60Z"}}'   | INVALID_FIELD     | data.end
            '{"data":{"end":"2026-10-01T24:00:00Z"}}'   | INVALID_FIELD     | data.end
            """)
    void tellsEachFaultByTheMemberAtFault(String json, RefusalCode code, String field) {
        String typed = json == null ? "" : json.replaceFirst("\\}$", ",\"type\":\"" + TYPE + "\"}");
        Arrival arrival = reading.structured(typed.getBytes(UTF_8));

        assertThat(arrival.contents()).isInstanceOfSatisfying(Unreadable.class, unreadable -> {
            assertThat(unreadable.refusal().code()).isEqualTo(code);
            assertThat(unreadable.refusal().field()).isEqualTo(field);
        });
    }

    @Test
    void saysWhatItReadBeforeTheFault() {
        Arrival arrival = reading.structured("{\"id\":\"7\",\"source\":\"/s\",\"data\":{,}}".getBytes(UTF_8));

        assertThat(arrival.envelope().id()).isEqualTo("7");
        assertThat(arrival.envelope().source()).isEqualTo("/s");
    }

    @Test
    void takesMalformedDataInBinaryModeForWhatItIs() {
        Arrival arrival = reading.binary(name -> null, "{\"gpuCount\":".getBytes(UTF_8));

        assertThat(((Unreadable) arrival.contents()).refusal().code()).isEqualTo(RefusalCode.MALFORMED_JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "specversion",
                "id",
                "source",
                "type",
                "tenantid",
                "datacontenttype",
                "supersedes",
                "correctionreason"
            })
    void refusesAnAttributeThatIsNoUtf8AndKeepsApartWhatDiffers(String attribute) {
        Arrival arrival = reading.binary(
                name -> name.equals(attribute) ? new byte[] {'x', (byte) 0xff} : bytes("1.0"), DATA.getBytes(UTF_8));

        assertThat(arrival.contents()).isInstanceOfSatisfying(Unreadable.class, unreadable -> {
            assertThat(unreadable.refusal().code()).isEqualTo(RefusalCode.INVALID_FIELD);
            assertThat(unreadable.refusal().detail()).isEqualTo(attribute + " is base64:eP8=: must be UTF-8");
        });
        assertThat(arrival.envelope().id()).isEqualTo(attribute.equals("id") ? "base64:eP8=" : "1.0");
        assertThat(arrival.envelope().tenant()).isEqualTo(attribute.equals("tenantid") ? null : "1.0");
    }

    private static byte[] bytes(String attribute) {
        return attribute == null ? null : attribute.getBytes(UTF_8);
    }

    @Test
    void refusesOtherEncodingsThanUtf8InsteadOfGuessing() {
        byte[] utf16 = DATA.getBytes(java.nio.charset.StandardCharsets.UTF_16BE);

        assertThat(reading.structured(utf16).contents()).isInstanceOf(Unreadable.class);
        assertThat(reading.binary(name -> null, new byte[] {(byte) 0xff, 0}).contents())
                .isInstanceOf(Unreadable.class);
    }

    @Test
    void survivesDeepNestingAndLongNumbers() {
        String deep = "{\"data\":" + "[".repeat(5000) + "]".repeat(5000) + "}";
        String longNumber = "{\"type\":\"" + TYPE + "\",\"data\":{\"gpuCount\":" + "9".repeat(5000) + "}}";

        assertThat(reading.structured(deep.getBytes(UTF_8)).contents()).isInstanceOf(Unreadable.class);
        assertThat(reading.structured(longNumber.getBytes(UTF_8)).contents()).isInstanceOf(Unreadable.class);
    }

    @Test
    void readsABatchEventByEvent() throws UnreadableBatch {
        String batch =
                "[ {\"id\":\"1\",\"data\":{\"gpuCount\":1}} , 5, \"x\", {\"id\":\"2\",\"data\":{\"gpuCount\":2}}]";

        List<Arrival> arrivals = reading.batch(batch.getBytes(UTF_8));

        assertThat(arrivals).extracting(one -> one.envelope().id()).containsExactly("1", null, null, "2");
        assertThat(arrivals.get(3).data()).asString(UTF_8).isEqualTo("{\"gpuCount\":2}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[{}", "[{},]", "[{}] x", "", "[{\"id\":tru}]"})
    void refusesABodyThatIsNoArray(String body) {
        assertThatThrownBy(() -> reading.batch(body.getBytes(UTF_8))).isInstanceOf(UnreadableBatch.class);
    }

    private static CloudEvent event() {
        return CloudEventBuilder.v1()
                .withId("1")
                .withSource(URI.create("/s"))
                .withType(TYPE)
                .withExtension("tenantid", "acme")
                .withTime(java.time.OffsetDateTime.parse("2026-10-01T07:00:00Z"))
                .withDataContentType("application/json")
                .withData(DATA.getBytes(UTF_8))
                .build();
    }
}
