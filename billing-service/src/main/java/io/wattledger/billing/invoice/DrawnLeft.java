package io.wattledger.billing.invoice;

import io.wattledger.billing.invoice.ContractMoney.CommitmentDrawn;
import io.wattledger.billing.invoice.ContractMoney.CountedLine;
import org.jspecify.annotations.Nullable;

/**
 * What an invoice still counts towards a commitment in another currency, and what it has drawn for it. Whatever takes back of the
 * invoice gives back by the rate by which it has drawn: so all of it goes back to the last minor unit.
 *
 * @param whole what its own lines counted when they were billed, in the invoice's currency
 * @param counted what of that counts still
 * @param drawn what it has drawn for {@code whole}, in the currency of the commitment
 * @param rate from the invoice's currency; absent where it is the same
 */
public record DrawnLeft(
        Money whole, Money counted, Money drawn, @Nullable ExchangeRate rate) {

    /** What is left of an invoice has drawn from a commitment in another currency; absent where it is not, or has drawn nothing. */
    public static @Nullable DrawnLeft of(Remainder left, String commitment) {
        CountedLeft counted = left.across().commitments().stream()
                .filter(one -> one.id().equals(commitment))
                .findFirst()
                .orElse(null);
        if (counted == null) {
            return null;
        }
        for (CommitmentDrawn told : AcrossLines.commitments(left.invoice(), commitment)) {
            if (told.rate() != null) {
                return of(told, counted.whole(told), counted.counted());
            }
        }
        return null;
    }

    /** What an invoice counts where so much of its own lines counts still. */
    static DrawnLeft of(CommitmentDrawn told, Money whole, Money counted) {
        Money drawn = told.rate() == null ? whole : told.rate().convert(whole);
        boolean tells = whole.equals(told.counted()) || told.lines().stream().anyMatch(line -> line.drawn() != null);
        if (tells) {
            drawn = told.balance().drawn();
            for (CountedLine line : told.lines()) {
                drawn = line.drawn() == null ? drawn : drawn.minus(line.drawn());
            }
        }
        return new DrawnLeft(whole, counted, drawn, told.rate());
    }

    /** What it gives back where so much does not count any more. */
    public Money back(Money uncounted) {
        Money gone = whole.minus(counted);
        return of(gone.plus(uncounted)).minus(of(gone));
    }

    /** The same once so much does not count any more. */
    public DrawnLeft less(Money uncounted) {
        return new DrawnLeft(whole, counted.minus(uncounted), drawn, rate);
    }

    /** What a part of all that was counted is in the currency of the commitment. */
    private Money of(Money part) {
        if (part.equals(whole)) {
            return drawn;
        }
        return rate == null ? part : AcrossLines.least(rate.convert(part), drawn);
    }
}
