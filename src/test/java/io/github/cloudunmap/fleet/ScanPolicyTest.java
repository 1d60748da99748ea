package io.github.cloudunmap.fleet;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.LogLines;
import io.github.cloudunmap.reconcile.ApiFailure;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By id or by scan, page by page. */
class ScanPolicyTest {
    private static final int IDS_IN_A_REQUEST = 200;
    private static final long NOW = Duration.ofDays(7).toNanos();
    private static final long TTL = Duration.ofSeconds(60).toNanos();
    private static final long A_DAY = Duration.ofDays(1).toNanos();

    private final ApiFailure failure = new ApiFailure("NoAnswer", "DescribeInstances: no answer");

    private final ScanPolicy choice = new ScanPolicy("us-east-1", NOW);

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
                    wanted | in a request | pages | end seen | asked of late | scans
                    0      | 200          | 0     | false    | 500           | false
                    1      | 200          | 0     | false    | 199           | false
                    1      | 200          | 0     | false    | 200           | true
                    200    | 200          | 0     | false    | 0             | false
                    201    | 200          | 0     | false    | 0             | true
                    200    | 197          | 0     | false    | 0             | true
                    600    | 200          | 2     | false    | 0             | false
                    601    | 200          | 2     | false    | 0             | true
                    600    | 200          | 2     | false    | 1             | true
                    200    | 200          | 1     | true     | 0             | false
                    201    | 200          | 1     | true     | 0             | true
                    1      | 200          | 1     | true     | 500           | false
                    600    | 200          | 3     | true     | 0             | false
                    601    | 200          | 3     | true     | 0             | true
                    """)
    void scansWhereThatTakesFewerRequests(
            int wanted, int idsInARequest, int pages, boolean endSeen, int askedOfLate, boolean scans) {
        read(pages, endSeen);
        choice.askedById(ids(askedOfLate));
        assertThat(choice.scans(wanted, idsInARequest, NOW, TTL)).isEqualTo(scans);
    }

    @ParameterizedTest
    @CsvSource({"59, true", "60, false"})
    void whatWasAskedForCountsWhileItServes(int secondsAgo, boolean scans) {
        choice.askedById(ids(200));
        assertThat(scansFor(1, NOW + seconds(secondsAgo))).isEqualTo(scans);
    }

    @ParameterizedTest
    @CsvSource({"299, false", "300, true"})
    void thereIsNoScanForFiveMinutesAfterOneThatFailed(int secondsAgo, boolean scans) {
        choice.failed(NOW, failure);
        assertThat(scansFor(201, NOW + seconds(secondsAgo))).isEqualTo(scans);
    }

    @ParameterizedTest
    @CsvSource({"201, 5", "500, 6", "2000, 20"})
    void aScanReadsTwiceThePagesThatAskingByIdTakesButAtLeastFive(int wanted, int pages) {
        scansFor(wanted, NOW);
        assertThat(IntStream.range(1, pages)).allMatch(page -> choice.goesOnAfterPage("page " + page));
        assertThat(choice.goesOnAfterPage("page " + pages)).isFalse();
    }

    @Test
    void aScanEndsWithTheLastPage() {
        scansFor(201, NOW);
        assertThat(choice.goesOnAfterPage(null)).isFalse();
    }

    @Test
    void aScanGoesOnWhereTheLastOneStopped() {
        read(5, false);
        assertThat(scansFor(2000, NOW + TTL - 1)).isTrue();
        assertThat(choice.next()).isEqualTo("page 5");
    }

    @Test
    void aScanThatGoesOnCountsThePagesBefore() {
        read(5, false);
        scansFor(2000, NOW);
        choice.goesOnAfterPage(null);
        assertThat(scansFor(1200, NOW)).isFalse();
        assertThat(scansFor(1201, NOW)).isTrue();
    }

    @Test
    void aRegionThatHasGrownHasMorePagesThanWereCounted() {
        read(3, true);
        assertThat(scansFor(601, NOW)).isTrue();
        for (int page = 1; page <= 3; page++) {
            choice.goesOnAfterPage("page " + page);
        }
        assertThat(scansFor(800, NOW)).isFalse();
        assertThat(scansFor(801, NOW)).isTrue();
    }

    @Test
    void aScanBeginsAnewWhenThePagesBeforeNoLongerServe() {
        read(5, false);
        assertThat(scansFor(2000, NOW + TTL)).isTrue();
        assertThat(choice.next()).isNull();
        choice.goesOnAfterPage(null);
        assertThat(scansFor(201, NOW + TTL)).isTrue();
    }

    @Test
    void aScanBeginsAnewAfterOneThatFailed() {
        read(5, false);
        choice.failed(NOW, failure);
        long pause = ScanPolicy.PAUSE.toNanos();
        assertThat(choice.scans(2000, IDS_IN_A_REQUEST, NOW + pause, 2 * pause)).isTrue();
        assertThat(choice.next()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aSizeIsTrustedForADay(boolean endSeen) {
        read(9, endSeen);
        assertThat(scansFor(1000, NOW + A_DAY - 1)).isFalse();
        assertThat(scansFor(1000, NOW + A_DAY)).isTrue();
    }

    private void read(int pages, boolean endSeen) {
        if (pages > 0) {
            scansFor(10_000, NOW);
        }
        for (int page = 1; page <= pages; page++) {
            choice.goesOnAfterPage(endSeen && page == pages ? null : "page " + page);
        }
    }

    private boolean scansFor(int wanted, long now) {
        return choice.scans(wanted, IDS_IN_A_REQUEST, now, TTL);
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static Set<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(n -> "i-" + n).collect(toSet());
    }

    @Test
    void saysOnceWhyItFallsBackUntilAScanCanBeReadAgain() {
        try (LogLines log = new LogLines("fleet")) {
            choice.failed(NOW, failure);
            choice.failed(NOW, failure);
            choice.goesOnAfterPage(null);
            choice.failed(NOW, failure);
            String said = "WARN EC2 in us-east-1 could not be scanned, and is asked by id instead, which takes more"
                    + " requests: DescribeInstances: no answer";
            assertThat(log.lines()).containsExactly(said, said);
        }
    }
}
