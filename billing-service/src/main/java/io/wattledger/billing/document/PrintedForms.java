package io.wattledger.billing.document;

import io.wattledger.billing.dunning.LetterForms;
import io.wattledger.billing.invoice.Money;
import java.time.LocalDate;

/** The forms of letters are those of the documents that they go with. */
public final class PrintedForms implements LetterForms {

    @Override
    public String languageFor(String tag) {
        return Words.of(tag).tag();
    }

    @Override
    public String amount(Money money, String language) {
        return Words.of(language).amount(money);
    }

    @Override
    public String date(LocalDate date, String language) {
        return Words.of(language).date(date);
    }
}
