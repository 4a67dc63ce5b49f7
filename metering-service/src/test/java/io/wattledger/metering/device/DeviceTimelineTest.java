package io.wattledger.metering.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DeviceTimelineTest {

    /** Each begins and ends a second after the one before: told apart by who stands in whose way, they would be half a million. */
    @ParameterizedTest
    @EnumSource(ClaimPolicy.class)
    void claimsThatEndOneAfterTheOtherMakeFewHolds(ClaimPolicy policy) {
        int many = 1_000;
        List<Claim> claims = IntStream.range(0, many)
                .mapToObj(n -> Claims.claim("tenant", n, n, many + n))
                .toList();

        List<Hold> holds = new DeviceTimeline(claims).holds(policy);

        assertThat(holds).hasSizeLessThan(5 * many);
        assertThat(holds.stream()
                        .mapToLong(hold -> hold.interval().length().toSeconds())
                        .sum())
                .as("all but the first, until it is the only one left or the first")
                .isEqualTo(policy == ClaimPolicy.FIRST_CLAIM ? (many - 1L) * (many - 1) : heldByAll(many));
    }

    /** Alone are the first in its first second and the last in its last. */
    private static long heldByAll(long many) {
        return many * many - 2;
    }

    /** Claims as {@code name:from-to} in seconds; what is held as {@code name:from-to<against}. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            alone              | a:0-10                   |                            |
            apart              | a:0-10 b:20-30           |                            |
            touching           | a:0-10 b:10-20           |                            |
            overlapping        | a:0-10 b:5-15            | b:5-10<a                   | a:5-10<b b:5-10<a
            by one second      | a:0-10 b:9-15            | b:9-10<a                   | a:9-10<b b:9-10<a
            inside             | a:0-10 b:3-5             | b:3-5<a                    | a:3-5<b b:3-5<a
            around             | a:3-5 b:0-10             | a:3-5<b                    | b:3-5<a a:3-5<b
            the same time      | a:0-10 b:0-10            | b:0-10<a                   | a:0-10<b b:0-10<a
            the same start     | a:0-10 b:0-20            | b:0-10<a                   | a:0-10<b b:0-10<a
            three in a row     | a:0-10 b:5-15 c:12-20    | b:5-10<a c:12-15<b         | a:5-10<b b:5-10<a b:12-15<c c:12-15<b
            three over another | a:0-30 b:10-40 c:20-50   | b:10-30<a c:20-30<a c:30-40<b | a:10-30<b b:10-30<a b:30-40<c c:20-30<a c:30-40<b
            three of one time  | a:0-9 b:0-9 c:0-9        | b:0-9<a c:0-9<a            | a:0-9<b b:0-9<a c:0-9<a
            one after another  | a:0-10 b:10-20 c:0-20    | c:0-10<a b:10-20<c         | a:0-10<c c:0-10<a c:10-20<b b:10-20<c
            twice by one       | a:0-10 a:20-30 b:5-25    | b:5-10<a a:20-25<b         | a:5-10<b b:5-10<a b:20-25<a a:20-25<b
            """)
    void holdsWhatIsClaimedTwice(String name, String claims, String firstClaim, String holdBoth) {
        DeviceTimeline timeline = new DeviceTimeline(claims(claims));

        assertThat(shown(timeline.holds(ClaimPolicy.FIRST_CLAIM)))
                .as(name)
                .isEqualTo(firstClaim == null ? "" : firstClaim);
        assertThat(shown(timeline.holds(ClaimPolicy.HOLD_BOTH))).as(name).isEqualTo(holdBoth == null ? "" : holdBoth);
    }

    @RepeatedTest(200)
    void everySecondIsHeldAsItsOwnClaimsSay(RepetitionInfo repetition) {
        List<Claim> claims = Claims.some(new Random(repetition.getCurrentRepetition()));
        for (ClaimPolicy policy : ClaimPolicy.values()) {
            List<Hold> holds = new DeviceTimeline(claims).holds(policy);
            for (int second = 0; second < 130; second++) {
                Instant at = Instant.ofEpochSecond(second);
                List<Claim> current = claims.stream()
                        .filter(one -> one.interval().contains(at))
                        .sorted()
                        .toList();
                int spared = policy == ClaimPolicy.FIRST_CLAIM || current.size() == 1 ? 1 : 0;
                List<Claimant> expected = current.stream()
                        .skip(spared)
                        .map(Claim::claimant)
                        .sorted()
                        .toList();

                assertThat(holds.stream()
                                .filter(one -> one.interval().contains(at))
                                .map(Hold::claimant)
                                .sorted())
                        .as("%s at %d", policy, second)
                        .isEqualTo(expected);
            }
        }
    }

    @RepeatedTest(100)
    void neitherOrderNorRepetitionMatters(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Claim> claims = Claims.some(random);
        List<Claim> again = new ArrayList<>(claims);
        again.addAll(claims.subList(0, claims.size() / 2));
        Collections.shuffle(again, random);

        for (ClaimPolicy policy : ClaimPolicy.values()) {
            assertThat(new DeviceTimeline(again).holds(policy)).isEqualTo(new DeviceTimeline(claims).holds(policy));
        }
    }

    @RepeatedTest(100)
    void theHoldsOfAClaimFollowFromTheClaimsThatMeetIt(RepetitionInfo repetition) {
        List<Claim> claims = Claims.some(new Random(repetition.getCurrentRepetition()));
        for (ClaimPolicy policy : ClaimPolicy.values()) {
            Map<Claim, List<Hold>> whole = new DeviceTimeline(claims).byClaim(policy);
            for (Claim claim : claims) {
                List<Claim> near = claims.stream()
                        .filter(one -> one.interval().overlaps(claim.interval()))
                        .toList();

                assertThat(new DeviceTimeline(near).byClaim(policy).get(claim)).isEqualTo(whole.get(claim));
            }
        }
    }

    private static List<Claim> claims(String text) {
        return Arrays.stream(text.split(" ", -1))
                .map(one -> one.split("[:-]", -1))
                .map(one -> Claims.claim(one[0], one[0].charAt(0), Integer.parseInt(one[1]), Integer.parseInt(one[2])))
                .toList();
    }

    private static String shown(List<Hold> holds) {
        return holds.stream()
                .map(hold -> "%s:%d-%d<%s"
                        .formatted(
                                hold.claimant().tenant(),
                                hold.interval().start().getEpochSecond(),
                                hold.interval().end().getEpochSecond(),
                                hold.against().tenant()))
                .collect(Collectors.joining(" "));
    }
}
