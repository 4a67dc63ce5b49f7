package io.wattledger.metering.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.wattledger.metering.flow.AskMeter.Answer;
import io.wattledger.metering.meter.Aggregation;
import io.wattledger.metering.meter.MeterReading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a meter.
 *
 * @param from as asked
 * @param to as asked
 * @param windowSize as asked
 * @param data by window and then by groups
 * @param unreadableEvents events asked for in which the meter finds no value, and which count in no row; ours
 */
@Schema(name = "MeterQueryResult", example = """
            {"from": "2026-10-24T22:00:00Z", "to": "2026-10-25T23:00:00Z", "windowSize": "DAY", "unreadableEvents": 0,
             "data": [{"value": 1234.5, "valueExact": "1234.5", "windowStart": "2026-10-24T22:00:00Z",
                       "windowEnd": "2026-10-25T23:00:00Z", "subject": "customer-1", "groupBy": {"model": "large"}}]}""")
public record QueryResult(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String windowSize,
        List<QueryRow> data,
        long unreadableEvents) {

    static QueryResult of(Answer answer) {
        return new QueryResult(
                answer.query().from(),
                answer.query().to(),
                answer.query().windowSize() == null
                        ? null
                        : answer.query().windowSize().name(),
                answer.reading().rows().stream().map(QueryRow::of).toList(),
                answer.reading().unreadable());
    }

    /**
     * One figure.
     *
     * @param value a JSON number; a reader that makes a floating-point number of it loses digits
     * @param valueExact the same as a decimal string; ours
     * @param windowStart first instant of the window
     * @param windowEnd first instant after it
     * @param subject null where the question is not by subject, and for events without one
     * @param groupBy the groups asked for; null for events without that value
     */
    @Schema(name = "MeterQueryRow")
    public record QueryRow(
            @Schema(
                    type = SchemaType.NUMBER,
                    examples = "1234.5",
                    description = "a number, as clients of OpenMeter expect it; valueExact has all digits")
            @JsonRawValue
            String value,

            @Schema(examples = "1234.5") String valueExact,
            Instant windowStart,
            Instant windowEnd,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            String subject,

            @JsonInclude(content = JsonInclude.Include.ALWAYS)
            Map<String, @Nullable String> groupBy) {

        static QueryRow of(MeterReading.Row row) {
            String figure = Aggregation.written(row.value());
            return new QueryRow(
                    figure, figure, row.window().start(), row.window().end(), row.subject(), row.groups());
        }
    }
}
