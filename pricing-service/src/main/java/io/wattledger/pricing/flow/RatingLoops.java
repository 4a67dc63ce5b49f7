package io.wattledger.pricing.flow;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wattledger.chassis.ops.Loop;
import io.wattledger.chassis.ops.ServiceConfig;
import io.wattledger.pricing.ops.PricingConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;

/** Keeps rating going in the background, and its sums short. */
@ApplicationScoped
public class RatingLoops {

    private final SpreadChanges spreadChanges;
    private final RateDays rateDays;
    private final RateMonths rateMonths;
    private final OpenMonths openMonths;
    private final UntoldUsage untoldUsage;
    private final BalanceBook balance;
    private final PricingConfig config;
    private final ServiceConfig service;
    private final List<Loop> loops = new ArrayList<>();

    RatingLoops(
            SpreadChanges spreadChanges,
            RateDays rateDays,
            RateMonths rateMonths,
            OpenMonths openMonths,
            UntoldUsage untoldUsage,
            BalanceBook balance,
            PricingConfig config,
            ServiceConfig service) {
        this.spreadChanges = spreadChanges;
        this.rateDays = rateDays;
        this.rateMonths = rateMonths;
        this.openMonths = openMonths;
        this.untoldUsage = untoldUsage;
        this.balance = balance;
        this.config = config;
        this.service = service;
    }

    void start(@Observes StartupEvent event) {
        if (config.rating().enabled()) {
            loops.add(Loop.start("spread-changes", service.idle(), spreadChanges::run));
            loops.add(Loop.start("rate-days", service.idle(), rateDays::run));
            loops.add(Loop.start("rate-months", service.idle(), rateMonths::run));
            loops.add(Loop.start("open-months", config.rating().openMonths(), openMonths::run));
            loops.add(Loop.start("untold-usage", config.rating().untoldUsage(), untoldUsage::run));
        }
        loops.add(Loop.start("balance", config.balance().rollUpEvery(), balance::rollUp));
    }

    void stop(@Observes ShutdownEvent event) {
        Loop.closeAll(loops);
        loops.clear();
    }
}
