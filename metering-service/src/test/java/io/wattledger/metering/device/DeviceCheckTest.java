package io.wattledger.metering.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.vocabulary.Interval;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class DeviceCheckTest {

    @Test
    void aClaimThatComesLaterButBeganEarlierTakesTheTimeOver() {
        Claim late = Claims.claim("a", 1, 0, 10);
        Claim first = Claims.claim("b", 2, 5, 15);
        Hold taken = new Hold(first.claimant(), first.key(), 1000, Claims.interval(5, 10), late.claimant());

        DeviceCheck.Changes changes =
                new DeviceCheck(late.interval(), List.of(first, late), ClaimPolicy.FIRST_CLAIM).changes(List.of());

        assertThat(changes.begun()).containsExactly(taken);
        assertThat(changes.ended()).isEmpty();
    }

    @Test
    void aHoldIsReleasedWhenTheOtherClaimIsNoMore() {
        Claim first = Claims.claim("a", 1, 0, 10);
        Claim other = Claims.claim("b", 2, 5, 15);
        Hold held = new Hold(other.claimant(), other.key(), 1000, Claims.interval(5, 10), first.claimant());

        DeviceCheck.Changes changes =
                new DeviceCheck(first.interval(), List.of(other), ClaimPolicy.FIRST_CLAIM).changes(List.of(held));

        assertThat(changes.begun()).isEmpty();
        assertThat(changes.ended()).containsExactly(held);
    }

    @Test
    void aHoldOfAnotherRunOfTheSameAllocationIsLeftAlone() {
        Claim changed = Claims.claim("a", 1, 0, 10);
        Claim anotherRun = Claims.claim("a", 1, 20, 30);
        Claim other = Claims.claim("b", 2, 5, 25);
        Hold held = new Hold(anotherRun.claimant(), anotherRun.key(), 1000, Claims.interval(20, 25), other.claimant());

        DeviceCheck.Changes changes = new DeviceCheck(
                        Claims.interval(0, 1), List.of(changed, anotherRun, other), ClaimPolicy.FIRST_CLAIM)
                .changes(List.of(held));

        assertThat(changes.ended()).isEmpty();
    }

    /** Claims come, are extended and go one by one, each checked by its surroundings alone: as if all had been known. */
    @RepeatedTest(200)
    void checkingPieceByPieceComesToTheWhole(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        ClaimPolicy policy = random.nextBoolean() ? ClaimPolicy.FIRST_CLAIM : ClaimPolicy.HOLD_BOTH;
        List<Claim> claims = new ArrayList<>();
        Set<Hold> standing = new HashSet<>();
        for (int step = 0; step < 30; step++) {
            Interval window = change(random, step, claims);
            List<Claim> near = around(window, claims);
            DeviceCheck.Changes changes = new DeviceCheck(window, near, policy)
                    .changes(standing.stream()
                            .filter(hold -> hold.interval().overlaps(hull(window, near)))
                            .toList());
            standing.removeAll(changes.ended());
            standing.addAll(changes.begun());

            assertThat(standing).isEqualTo(Set.copyOf(new DeviceTimeline(claims).holds(policy)));
        }
    }

    /** A claim that reaches into several parts is held the same in each of them. */
    @RepeatedTest(200)
    void theWindowInPartsComesToTheWhole(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        ClaimPolicy policy = random.nextBoolean() ? ClaimPolicy.FIRST_CLAIM : ClaimPolicy.HOLD_BOTH;
        Set<Hold> standing = new HashSet<>(new DeviceTimeline(Claims.some(random)).holds(policy));
        List<Claim> claims = Claims.some(random);
        int part = 1 + random.nextInt(50);

        DeviceCheck.Changes whole = new DeviceCheck(Claims.interval(0, 150), claims, policy).changes(standing);
        Set<Hold> begun = new HashSet<>();
        Set<Hold> ended = new HashSet<>();
        for (int from = 0; from < 150; from += part) {
            Interval window = Claims.interval(from, from + part);
            List<Claim> near = around(window, claims);
            DeviceCheck.Changes changes = new DeviceCheck(window, near, policy)
                    .changes(standing.stream()
                            .filter(hold -> hold.interval().overlaps(hull(window, near)))
                            .toList());
            begun.addAll(changes.begun());
            ended.addAll(changes.ended());
        }

        assertThat(begun).isEqualTo(Set.copyOf(whole.begun()));
        assertThat(ended).isEqualTo(Set.copyOf(whole.ended()));
    }

    private static Interval change(Random random, int step, List<Claim> claims) {
        int choice = claims.isEmpty() ? 0 : random.nextInt(4);
        if (choice < 2) {
            claims.add(Claims.one(random, step));
            return claims.getLast().interval();
        }
        Claim old = claims.remove(random.nextInt(claims.size()));
        if (choice == 2) {
            return old.interval();
        }
        Interval longer =
                new Interval(old.interval().start(), old.interval().end().plusSeconds(5));
        claims.add(new Claim(old.claimant(), longer, old.key(), old.gpuThousandths()));
        return longer;
    }

    /** What the check asks for: claims that meet the window, and claims that meet one of these. */
    private static List<Claim> around(Interval window, Collection<Claim> claims) {
        Interval reach = hull(
                window,
                claims.stream().filter(one -> one.interval().overlaps(window)).toList());
        return claims.stream().filter(one -> one.interval().overlaps(reach)).toList();
    }

    private static Interval hull(Interval window, Collection<Claim> claims) {
        Interval hull = window;
        for (Claim claim : claims) {
            Interval one = claim.interval();
            hull = new Interval(
                    one.start().isBefore(hull.start()) ? one.start() : hull.start(),
                    one.end().isAfter(hull.end()) ? one.end() : hull.end());
        }
        return hull;
    }
}
