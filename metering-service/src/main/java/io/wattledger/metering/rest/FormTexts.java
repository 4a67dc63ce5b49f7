package io.wattledger.metering.rest;

import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.contracts.JsonPointer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects of texts in a request. */
final class FormTexts {

    private FormTexts() {}

    /** The same without nulls: an absent object is empty, and a null in it is refused. */
    static Map<String, String> of(String member, @Nullable Map<String, @Nullable String> texts) {
        Map<String, String> present = new HashMap<>();
        if (texts != null) {
            texts.forEach((name, text) -> {
                if (text == null) {
                    String detail = "must be a JSON string, not null";
                    String place = member + JsonPointer.step(name);
                    throw new Refusal(
                            CommonProblem.MALFORMED_REQUEST,
                            place + " " + detail,
                            List.of(new FieldError("/" + place, detail)));
                }
                present.put(name, text);
            });
        }
        return present;
    }
}
