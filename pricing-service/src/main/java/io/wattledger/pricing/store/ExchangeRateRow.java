package io.wattledger.pricing.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wattledger.pricing.energy.ExchangeRate;
import io.wattledger.pricing.energy.RateDay;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** An exchange rate series as a row. */
@Entity
@Table(name = "exchange_rate")
public class ExchangeRateRow extends PanacheEntityBase {

    @Id
    @Column(name = "rate_id")
    public String rateId;

    @Column(name = "base_currency")
    public String baseCurrency;

    @Column(name = "quote_currency")
    public String quoteCurrency;

    @Column
    public String publisher;

    @Column(name = "rate_day")
    public String rateDay;

    /** Takes over everything. */
    void setFrom(ExchangeRate rate) {
        rateId = rate.id();
        baseCurrency = rate.base();
        quoteCurrency = rate.quote();
        publisher = rate.publisher();
        rateDay = JsonText.write(rate.rateDay(), RateDay.class);
    }

    /** The series of this row. */
    ExchangeRate toExchangeRate() {
        return new ExchangeRate(rateId, baseCurrency, quoteCurrency, publisher, JsonText.read(rateDay, RateDay.class));
    }
}
