package io.wattledger.metering.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.WireName;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.event.HeaderText;
import io.wattledger.metering.event.PercentEncoding;
import io.wattledger.metering.flow.RefusalBook.Resolution;
import io.wattledger.metering.flow.RefusalBook.Step;
import io.wattledger.metering.flow.RefusalEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The forms in which refusals are shown. */
public final class RefusalForms {

    private static final ObjectMapper JSON = WireJson.newMapper();
    private static final String PREFIX = "ref_";
    private static final int KEY_DIGITS = 32;

    private RefusalForms() {}

    /**
     * A refused event in a list.
     *
     * @param id by which it is known
     * @param tenant whose; {@code -} where the event names none that can be
     * @param state {@code open}, {@code replayed} or {@code discarded}
     * @param door {@code kafka} or {@code http}
     * @param place topic, partition and offset, joined by {@code /}; absent where it came by HTTP
     * @param firstRefusedAt when first
     * @param lastRefusedAt when last
     * @param attempts how often it was tried and refused
     * @param code why, of the latest attempt
     * @param field the member or attribute at fault
     * @param value what stood there, shortened; absent where nothing did
     * @param rule what would be accepted
     * @param detail the three in one sentence
     * @param source of the event; absent where it names none
     * @param eventId id of the event; absent where it names none
     * @param eventType type of the event; absent where it names none
     * @param site of the event; absent where none can be told
     * @param bytes how many bytes were sent
     */
    public record RefusalItem(
            String id,
            String tenant,
            String state,
            String door,
            @Nullable String place,
            Instant firstRefusedAt,
            Instant lastRefusedAt,
            long attempts,
            String code,
            String field,
            @Nullable String value,
            String rule,
            String detail,
            @Nullable String source,
            @Nullable String eventId,
            @Nullable String eventType,
            @Nullable String site,
            long bytes) {

        static RefusalItem of(RefusalEntry entry) {
            return new RefusalItem(
                    RefusalForms.id(entry.key()),
                    entry.tenant(),
                    WireName.of(entry.state()),
                    WireName.of(entry.trace().door()),
                    entry.trace().place() == null ? null : entry.trace().place().path(),
                    entry.trace().firstAt(),
                    entry.trace().lastAt(),
                    entry.trace().attempts(),
                    entry.why().code().code(),
                    entry.why().field(),
                    entry.why().value(),
                    entry.why().rule(),
                    entry.why().detail(),
                    entry.event().source(),
                    entry.event().id(),
                    entry.event().type(),
                    entry.event().site(),
                    entry.kept().length());
        }
    }

    /**
     * A page of refusals.
     *
     * @param items its items
     * @param nextCursor hand it back as {@code cursor} for those that follow; absent on the last page
     */
    public record RefusalPage(
            List<RefusalItem> items, @Nullable String nextCursor) {}

    /**
     * Bytes as they came: as text where they are clean UTF-8, otherwise in Base64.
     *
     * @param text the bytes as text; absent where they are none
     * @param base64 the bytes in Base64; absent where they are text
     */
    public record Content(@Nullable String text, @Nullable String base64) {

        static @Nullable Content of(byte @Nullable [] bytes) {
            if (bytes == null) {
                return null;
            }
            String text = HeaderText.utf8(bytes);
            return text == null
                    ? new Content(null, Base64.getEncoder().encodeToString(bytes))
                    : new Content(text, null);
        }
    }

    /**
     * What was done about a refusal.
     *
     * @param at when
     * @param actor by whom
     * @param action {@code replayed}, {@code refused-again}, {@code conflict} or {@code discarded}
     * @param attempt the number of the attempt
     * @param code why it was refused again; absent where it was not
     * @param detail the same in words
     * @param reason the words of the person; absent where none were asked for
     * @param event the event that stands now; absent where none does
     * @param repaired the event as repaired; absent where it was tried as it came
     */
    public record StepItem(
            Instant at,
            String actor,
            String action,
            long attempt,
            @Nullable String code,
            @Nullable String detail,
            @Nullable String reason,
            @Nullable EventName event,
            @Nullable Content repaired) {

        static StepItem of(Step step) {
            return new StepItem(
                    step.at(),
                    step.actor(),
                    WireName.of(step.action()),
                    step.attempt(),
                    step.why() == null ? null : step.why().code(),
                    step.why() == null ? null : step.why().detail(),
                    step.reason(),
                    step.event() == null
                            ? null
                            : new EventName(
                                    step.event().tenant(),
                                    step.event().source(),
                                    step.event().id()),
                    Content.of(step.repaired()));
        }
    }

    /**
     * An event by name.
     *
     * @param tenant whose
     * @param source its source
     * @param id its id
     */
    public record EventName(String tenant, String source, String id) {}

    /**
     * A refused event with all that is known of it.
     *
     * @param refusal as in the list
     * @param isWhole false where only the beginning of a very large event is kept; the rest lies at its place
     * @param sentHeaders as they came, in Base64 after {@code base64:} where they are no text
     * @param key of the record; absent where it had none
     * @param content the bytes as they came; absent where there were none
     * @param event the event in structured mode, to be repaired and handed back; absent where none can be made of it
     * @param steps what was done about it, in order
     */
    public record RefusalDetail(
            RefusalItem refusal,
            boolean isWhole,
            Map<String, String> sentHeaders,
            @Nullable Content key,
            @Nullable Content content,
            @Nullable String event,
            List<StepItem> steps) {

        static RefusalDetail of(RefusalEntry entry, List<Step> steps) {
            return new RefusalDetail(
                    RefusalItem.of(entry),
                    entry.kept().isWhole(),
                    entry.kept().headers(),
                    Content.of(entry.kept().key()),
                    Content.of(entry.kept().value()),
                    structured(entry.kept()),
                    steps.stream().map(StepItem::of).toList());
        }
    }

    /**
     * What came of one refusal.
     *
     * @param id of the refusal
     * @param action {@code replayed}, {@code refused-again}, {@code conflict} or {@code discarded}
     * @param code why it was refused again; absent where it was not
     * @param detail the same in words
     * @param event the event that stands now; absent where none does
     */
    public record DecisionItem(
            String id,
            String action,
            @Nullable String code,
            @Nullable String detail,
            @Nullable EventName event) {

        static DecisionItem of(Resolution resolution) {
            StepItem step = StepItem.of(resolution.step());
            return new DecisionItem(
                    RefusalForms.id(resolution.refusal().key()),
                    step.action(),
                    step.code(),
                    step.detail(),
                    step.event());
        }
    }

    /**
     * What came of a page of refusals.
     *
     * @param items those that were tried or discarded
     * @param passedOver how many were not, since they are closed by now or not kept to their end
     * @param nextCursor hand it back as {@code cursor} for those that follow; absent on the last page
     */
    public record DecisionPage(
            List<DecisionItem> items,
            long passedOver,
            @Nullable String nextCursor) {}

    /**
     * Why refusals are discarded.
     *
     * @param reason in words, kept with the refusal
     */
    public record Discard(@Nullable String reason) {}

    static String id(EventKey key) {
        return PREFIX + HexFormat.of().formatHex(key.bytes());
    }

    /** The key that an id stands for; null where it is no such id. */
    static @Nullable EventKey key(String id) {
        if (!id.startsWith(PREFIX) || id.length() != PREFIX.length() + KEY_DIGITS) {
            return null;
        }
        try {
            return EventKey.of(HexFormat.of().parseHex(id.substring(PREFIX.length())));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String structured(RefusalEntry.Kept kept) {
        byte[] value = kept.value();
        if (value == null || !kept.isWhole()) {
            return null;
        }
        return kept.isStructured() ? HeaderText.utf8(value) : assembled(kept.headers(), value);
    }

    /** Attributes from headers, data from the value where it is JSON. */
    private static @Nullable String assembled(Map<String, String> headers, byte[] value) {
        ObjectNode event = JSON.createObjectNode();
        headers.forEach((name, text) -> {
            String plain = name.toLowerCase(Locale.ROOT);
            if (plain.startsWith("ce_")) {
                event.put(plain.substring("ce_".length()), text);
            } else if (plain.startsWith("ce-")) {
                String decoded = HeaderText.utf8(PercentEncoding.decode(HeaderText.bytes(text)));
                event.put(plain.substring("ce-".length()), decoded == null ? text : decoded);
            }
        });
        try {
            JsonNode data = JSON.readTree(value);
            event.set("data", data);
        } catch (IOException e) {
            event.put("data_base64", value);
        }
        try {
            return JSON.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
