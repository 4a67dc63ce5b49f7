package io.wattledger.metering.rest;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.wattledger.metering.flow.AskMeter.Answer;
import io.wattledger.metering.meter.Aggregation;
import io.wattledger.metering.meter.MeterReading.Row;
import io.wattledger.metering.meter.MeterRules;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The answer of a meter as CSV by RFC 4180; an absent subject or value of a group is an empty field. */
final class MeterCsv {

    private MeterCsv() {}

    static String write(Answer answer) {
        List<String> groups = answer.query().groupBy().stream()
                .filter(group -> !group.equals(MeterRules.SUBJECT))
                .toList();
        StringWriter text = new StringWriter();
        try (CsvWriter csv =
                CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text)) {
            List<String> head = new ArrayList<>(List.of("window_start", "window_end", "subject"));
            head.addAll(groups);
            head.add("value");
            csv.writeRecord(head);
            for (Row row : answer.reading().rows()) {
                csv.writeRecord(fields(row, groups));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return text.toString();
    }

    private static List<String> fields(Row row, List<String> groups) {
        List<String> fields = new ArrayList<>();
        fields.add(row.window().start().toString());
        fields.add(row.window().end().toString());
        fields.add(Objects.requireNonNullElse(row.subject(), ""));
        for (String group : groups) {
            fields.add(Objects.requireNonNullElse(row.groups().get(group), ""));
        }
        fields.add(Aggregation.written(row.value()));
        return fields;
    }
}
