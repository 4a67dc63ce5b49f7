package io.wattledger.billing.dunning;

import io.wattledger.billing.invoice.Money;
import java.time.LocalDate;

/** How letters write: in which of the languages there are, and figures in the forms of that language. */
public interface LetterForms {

    /** The BCP 47 tag of the language in which a reader of {@code tag} is written to; English where it is not among those. */
    String languageFor(String tag);

    /** An amount with its currency. */
    String amount(Money money, String language);

    /** A date with the month in words. */
    String date(LocalDate date, String language);
}
