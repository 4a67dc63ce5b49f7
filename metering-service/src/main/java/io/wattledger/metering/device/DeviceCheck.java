package io.wattledger.metering.device;

import io.wattledger.contracts.vocabulary.Interval;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks a device again where its claims have changed. Only the claims that meet the changed time can have to be held
 * otherwise than before; for these, all claims that meet them must be known.
 */
public final class DeviceCheck {

    private final Interval window;
    private final List<Claim> targets;
    private final Set<Hold> due = new LinkedHashSet<>();

    /**
     * Checks.
     *
     * @param window a time in which all changes lie
     * @param claims all claims that meet the window, and all that meet one of these
     */
    public DeviceCheck(Interval window, Collection<Claim> claims, ClaimPolicy policy) {
        this.window = window;
        this.targets = claims.stream()
                .filter(claim -> claim.interval().overlaps(window))
                .toList();
        Set<Claim> checked = Set.copyOf(targets);
        new DeviceTimeline(claims).byClaim(policy).forEach((claim, holds) -> {
            if (checked.contains(claim)) {
                due.addAll(holds);
            }
        });
    }

    /**
     * What must change.
     *
     * @param begun holds that begin
     * @param ended holds that are released
     */
    public record Changes(List<Hold> begun, List<Hold> ended) {}

    /** What must change where {@code standing} are the present holds of the device that meet the same time. */
    public Changes changes(Collection<Hold> standing) {
        Set<Hold> present = new LinkedHashSet<>(standing);
        List<Hold> begun = due.stream().filter(hold -> !present.contains(hold)).toList();
        List<Hold> ended = present.stream()
                .filter(hold -> isChecked(hold) && !due.contains(hold))
                .toList();
        return new Changes(begun, ended);
    }

    /** A hold outside the window may belong to a claim that was not checked, such as another run of one allocation. */
    private boolean isChecked(Hold hold) {
        return hold.interval().overlaps(window) || targets.stream().anyMatch(claim -> isOf(hold, claim));
    }

    private static boolean isOf(Hold hold, Claim claim) {
        return hold.claimant().equals(claim.claimant()) && claim.interval().overlaps(hold.interval());
    }
}
