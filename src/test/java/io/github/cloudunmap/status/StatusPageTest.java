package io.github.cloudunmap.status;

import static io.github.cloudunmap.status.ShownStatus.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.status.Status.Pass;
import io.github.cloudunmap.status.Status.Queue;
import io.github.cloudunmap.status.Status.QueueError;
import io.github.cloudunmap.status.Status.Refusal;
import io.github.cloudunmap.status.Status.Selection;
import io.github.cloudunmap.status.Status.Service;
import io.github.cloudunmap.status.Status.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page as text; that a browser shows it so is tried by {@link StatusBrowserTest}. */
class StatusPageTest {
    static final String HOSTILE = "<script>alert(1)</script>\"'&\u202e\n";

    /** A service of which everything that comes from AWS is hostile. */
    static Service hostile() {
        String text = HOSTILE + "x".repeat(10_000);
        return ShownStatus.service(
                "srv-hostile",
                HOSTILE.strip(),
                new Pass(
                        "p",
                        NOW,
                        NOW,
                        1,
                        "refused",
                        Map.of("stale", 1),
                        Map.of(),
                        1,
                        List.of(new Wait(text, "settle-time", NOW.plusSeconds(9), 0)),
                        new Refusal("never-all", text, List.of(text), text),
                        null,
                        null));
    }

    @Test
    void noTextFromOutsideBecomesMarkup() {
        String page = StatusPage.of(ShownStatus.of(1, hostile()));

        assertThat(page)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\\u202e\\n")
                .doesNotContain("<script", "\u202e")
                .hasSizeLessThan(40_000);
    }

    @Test
    void asksForNothingAndRunsNothing() {
        String page = StatusPage.of(ShownStatus.of(5)).replace("<td class=\"text\">https://sqs.", ""); // no link

        assertThat(page)
                .doesNotContain("<script", "<img", "<link", "<form", "<a ", "src=", "url(", "http://", "https://");
        assertThat(StatusPage.headers().get("Content-Security-Policy"))
                .matches(
                        "default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; form-action 'none';"
                                + " frame-ancestors 'none'");
    }

    @Test
    void aTimeIsSaidAsADistanceWithTheExactTimeBesideIt() {
        String page = StatusPage.of(ShownStatus.of(3));

        assertThat(page)
                .contains("title=\"2026-11-30T14:03:10Z\">12 s ago</time>")
                .contains("title=\"2026-11-30T14:03:53Z\">in 31 s</time>");
    }

    @ParameterizedTest
    @CsvSource({"0, 0 s", "119, 119 s", "120, 2 min", "7199, 119 min", "7200, 2 h", "172799, 47 h", "172800, 2 d"})
    void aDistanceHasOneUnit(int seconds, String words) {
        assertThat(Html.words(Duration.ofSeconds(seconds))).isEqualTo(words);
    }

    @Test
    void saysAtOnceWhetherAllIsFine() {
        assertThat(page(ShownStatus.service("srv-a", null, success(NOW)))).contains("The service is fine</p>");
        assertThat(page(ShownStatus.service("srv-a", null, success(NOW)), ShownStatus.service("srv-b", null, null)))
                .contains("1 of 2 services have had no pass yet</p>");
        assertThat(page(ShownStatus.service("srv-a", null, null))).contains("No pass has ended yet</p>");
        assertThat(StatusPage.of(ShownStatus.of(500))).contains("2 of 500 services need attention</p>");
    }

    @Test
    void aProgramWithoutServicesSaysWhetherItsSelectionsHaveBeenRead() {
        Selection read = new Selection("prod.local in us-east-1", 0, NOW, null);
        Selection unread = new Selection("test.local in us-east-1", 0, null, null);

        assertThat(pageOfSelections(unread)).contains("No service yet: 1 of 1 selection has not been read</p>");
        assertThat(pageOfSelections(read, unread)).contains("No service yet: 1 of 2 selections have not been read</p>");
        assertThat(pageOfSelections(unread, unread))
                .contains("No service yet: 2 of 2 selections have not been read</p>");
        assertThat(pageOfSelections(read)).contains("There are no services</p>");
    }

    private static String pageOfSelections(Selection... selections) {
        return StatusPage.of(new Status(
                NOW,
                new Status.Program("3", "c", "17", NOW, null),
                new Status.Configuration(null, "0", NOW, null),
                List.of(),
                List.of(selections),
                List.of(),
                List.of(),
                List.of()));
    }

    @Test
    void aServiceIsLateAfterTwoFrequenciesAndAMinute() {
        Instant justInTime = NOW.minusSeconds(180);

        assertThat(page(ShownStatus.service("srv-a", null, success(justInTime))))
                .contains("The service is fine</p>");
        assertThat(page(ShownStatus.service("srv-a", null, success(justInTime.minusMillis(1)))))
                .contains("1 of 1 service needs attention</p>", " is late: ", " ago</time>, late</td>");
    }

    @Test
    void aServiceThatHasJustComeIsNotLateBeforeItsFirstPass() {
        Instant longAgo = NOW.minusSeconds(86_400);

        assertThat(page(longAgo, longAgo, ShownStatus.service("srv-new", null, null, NOW.minusSeconds(180))))
                .contains("No pass has ended yet</p>")
                .doesNotContain("none yet, late");
        assertThat(page(longAgo, NOW, ShownStatus.service("srv-new", null, null, NOW.minusSeconds(181))))
                .contains("none yet, late");
    }

    @Test
    void aRefusalIsShownWithItsInstancesAndTheWayOut() {
        assertThat(StatusPage.of(ShownStatus.of(2)))
                .contains("was refused (suspect-region)<p>EC2 in eu-west-1 suddenly shows only 1 of 9 instances")
                .contains("i-0a1b2c3d4e5f60718, i-0b1c2d3e4f5061728</span></p><p>Way out: it is trusted again when");
    }

    @Test
    void aFailureBesideARefusalIsShownToo() {
        Status.Pass refused = ShownStatus.pass(1);
        Status.Pass failed = new Status.Pass(
                refused.passId(),
                refused.startedAt(),
                refused.endedAt(),
                refused.durationMs(),
                "error",
                refused.verdicts(),
                refused.removals(),
                refused.waiting(),
                refused.waits(),
                refused.refusal(),
                null,
                null);

        assertThat(page(ShownStatus.service("srv-a", null, refused)))
                .contains("<div class=\"card mild\">", "<p class=\"verdict warn\">")
                .doesNotContain("Some removals failed");
        assertThat(page(ShownStatus.service("srv-a", null, failed)))
                .doesNotContain("<div class=\"card mild\">")
                .contains("was refused (suspect-region)", "Some removals failed", "<p class=\"verdict bad\">")
                .contains("<span class=\"warn\">refused</span> suspect-region, <span class=\"bad\">error</span>");
    }

    @Test
    void theCommandThatRestoresAPassStandsOnceBesideItsRemovals() {
        String page = StatusPage.of(ShownStatus.of(2));

        assertThat(page).contains("rowspan=\"3\"").containsOnlyOnce("--pass 20261130T140300Z-5f3a9c01");
    }

    private static Pass success(Instant endedAt) {
        return new Pass("p", endedAt, endedAt, 1, "success", Map.of(), Map.of(), 0, List.of(), null, null, null);
    }

    @Test
    void aQueueIsShownWithItsEvents() {
        String page = page(List.of(ShownStatus.queue("us-east-1", null), unread("https://q/new")));

        assertThat(page)
                .contains("<th class=\"n\">Unknown instance<th")
                .contains("/aws-cloud-unmap-events</td><td class=\"fixed\"><time datetime=\"2026-11-30T14:03:13Z\"")
                .contains(
                        "9 s ago</time></td><td class=\"text\">reads</td><td class=\"n\">31</td><td class=\"n\">1204</td>")
                .contains("https://q/new</td><td class=\"fixed\">never</td><td class=\"text\">not read yet</td>")
                .contains("The service is fine</p>");
    }

    @Test
    void aQueueThatFailsStandsFirst() {
        QueueError error = new QueueError("AccessDenied", NOW.minusSeconds(300), "ReceiveMessage: no", false);
        String page = page(List.of(ShownStatus.queue("us-east-1", error), unread("https://q/new")));

        assertThat(page)
                .contains("<p class=\"verdict bad\">A queue of events fails</p>")
                .contains("aws-cloud-unmap-events</span> has failed (AccessDenied), since <time")
                .contains("5 min ago</time><p>ReceiveMessage: no</p><p>Meanwhile only the regular passes find what")
                .contains("<span class=\"bad\">failed</span> AccessDenied, since <time");
        assertThat(page(List.of(ShownStatus.queue("us-east-1", error), ShownStatus.queue("eu-west-1", error))))
                .contains("2 queues of events fail</p>");
    }

    @Test
    void aQueueWhoseMessagesCannotBeDeletedIsStillRead() {
        QueueError error = new QueueError("AccessDenied", NOW.minusSeconds(300), "DeleteMessageBatch: no", true);

        assertThat(page(List.of(ShownStatus.queue("us-east-1", error))))
                .contains("<p>DeleteMessageBatch: no</p><p>Its messages cannot be deleted, so they come again.</p>")
                .doesNotContain("only the regular passes");
    }

    @Test
    void withoutQueuesThereIsNoTableOfThem() {
        assertThat(page(List.of())).doesNotContain("Queue");
    }

    @Test
    void noTextOfAQueueBecomesMarkup() {
        String text = HOSTILE + "x".repeat(10_000);
        QueueError error = new QueueError(text, NOW, text, false);

        assertThat(page(List.of(new Queue(HOSTILE, null, error, Map.of("matched", 1L)))))
                .contains("has failed (&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\\u202e\\n")
                .doesNotContain("<script", "\u202e")
                .hasSizeLessThan(20_000);
    }

    private static Queue unread(String url) {
        return new Queue(url, null, null, Map.of("matched", 0L));
    }

    private static String page(List<Queue> queues) {
        return page(NOW, NOW, queues, ShownStatus.service("srv-a", null, success(NOW)));
    }

    private static String page(Service... services) {
        return page(NOW, NOW, services);
    }

    private static String page(Instant startedAt, Instant loadedAt, Service... services) {
        return page(startedAt, loadedAt, List.of(), services);
    }

    private static String page(Instant startedAt, Instant loadedAt, List<Queue> queues, Service... services) {
        return StatusPage.of(new Status(
                NOW,
                new Status.Program("3", "c", "17", startedAt, null),
                new Status.Configuration(null, "0", loadedAt, null),
                List.of(services),
                List.of(),
                List.of(),
                queues,
                List.of()));
    }
}
