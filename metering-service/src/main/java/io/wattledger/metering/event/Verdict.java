package io.wattledger.metering.event;

import io.wattledger.contracts.JsonPointer;
import org.jspecify.annotations.Nullable;

/** What the rules say of one report, before it is known whether it was seen already. */
public sealed interface Verdict {

    /**
     * The report may be metered.
     *
     * @param report the report, with every figure checked
     * @param correction what it corrects; null where it stands for itself. Always null for a withdrawal, which is one
     */
    record Accepted(UsageReport report, @Nullable Correction correction) implements Verdict {}

    /**
     * The report is refused as it stands; sending it again changes nothing.
     *
     * @param code why
     * @param field the member or attribute at fault, with {@code data.} before members of the data, shortened
     * @param value what stood there, shortened; null where nothing stood there
     * @param rule what would be accepted, for a person to act on
     * @param pointer JSON pointer to the field in the event, shortened
     */
    record Refused(RefusalCode code, String field, @Nullable String value, String rule, String pointer)
            implements Verdict {

        private static final int SHOWN = 200;
        private static final String IN_DATA = "data.";

        /** Refuses an attribute, or a member that stands in the data itself. */
        public Refused(RefusalCode code, String field, @Nullable String value, String rule) {
            this(code, field, value, rule, pointer(field));
        }

        /**
         * Shortens and cleans the field, the pointer and the value, so that a refusal can be stored, sent and shown whatever was sent: a
         * member of a customer's own data may have a name as long as its event.
         */
        public Refused {
            field = WireText.shown(field, SHOWN);
            pointer = WireText.shown(pointer, SHOWN);
            if (value != null) {
                value = WireText.shown(value, SHOWN);
            }
        }

        private static String pointer(String field) {
            return field.startsWith(IN_DATA)
                    ? "/data" + JsonPointer.step(field.substring(IN_DATA.length()))
                    : JsonPointer.step(field);
        }

        /** One sentence that names field, value and rule. */
        public String detail() {
            return value == null ? field + ": " + rule : field + " is " + value + ": " + rule;
        }
    }
}
