package io.wattledger.launcher.bill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class EventFaultsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void tellsCodeEventFieldValueAndRule() throws Exception {
        var item = JSON.readTree("""
                {"tenant": "acme", "place": "usage-events.v1/0/7", "code": "unknown-site", "eventId": "job-1",
                 "detail": "data.site is nowhere: must be a site of the catalog"}""");

        assertThat(EventFaults.refusal(item))
                .isEqualTo("unknown-site: acme, event job-1: data.site is nowhere: must be a site of the catalog");
    }

    @Test
    void tellsWhereARecordWithoutIdLies() throws Exception {
        var item = JSON.readTree("""
                {"tenant": "-", "place": "usage-events.v1/0/7", "code": "malformed-json", "detail": "data: is no JSON"}""");

        assertThat(EventFaults.refusal(item)).contains("the record at usage-events.v1/0/7");
    }

    @Test
    void tellsInWhichFieldsEventsAreAtOdds() throws Exception {
        var item = JSON.readTree("""
                {"tenant": "acme", "source": "/s", "id": "job-1", "timesSeen": 2,
                 "standing": "{\\"site\\":\\"a\\",\\"gpuCount\\":8}",
                 "other": "{\\"site\\":\\"a\\",\\"gpuCount\\":4,\\"project\\":\\"p\\"}"}""");

        assertThat(EventFaults.conflict(item))
                .startsWith("conflicting-event: acme, event job-1: gpuCount is 4 and was 8,"
                        + " project is \"p\" and was absent: the first one stands");
    }

    @Test
    void tellsOfAttributesTooAndOfTheFirstCorrection() throws Exception {
        var item = JSON.readTree("""
                {"tenant": "acme", "source": "/s", "id": "3", "timesSeen": 1, "standing": "{}", "other": "{}",
                 "standingAttributes": {"type": "t", "source": "/s", "id": "2", "supersedes": "1"},
                 "otherAttributes": {"type": "t", "source": "/s", "id": "3", "supersedes": "1"}}""");

        assertThat(EventFaults.conflict(item))
                .isEqualTo(
                        "conflicting-event: acme, event 3: id is \"3\" and was \"2\": the first correction of an event"
                                + " stands; what takes its place corrects that one");
    }

    @Test
    void tellsOfContentsThatAreNoJson() throws Exception {
        var item = JSON.readTree("{\"tenant\": \"acme\", \"id\": \"job-1\", \"standing\": \"{\", \"other\": \"x\"}");

        assertThat(EventFaults.conflict(item)).contains("the content differs");
    }
}
