package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.LogLines;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.SelectionConfig.Query;
import io.github.cloudunmap.config.yaml.ConfigLoader;
import io.github.cloudunmap.inmemory.ApiError;
import io.github.cloudunmap.inmemory.CloudMapCatalog;
import io.github.cloudunmap.selection.FoundService;
import io.github.cloudunmap.selection.SelectionReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When selections are read, and what is found, over HTTP and in time that the test sets. */
final class SelectionPollerTest {
    private static final Duration INTERVAL = Duration.ofMinutes(5);

    private final LocalAws local = new LocalAws();
    private final CloudMapCatalog catalog = local.aws.cloudMap(US).catalog();
    private final String prod = catalog.createNamespace("prod.local");
    private final List<Map<Query, List<FoundService>>> readings = new ArrayList<>();
    private final LogLines log = new LogLines("daemon");
    private Config config = Config.DEFAULTS;

    @BeforeEach
    void listen() {}

    @AfterEach
    void close() {
        log.close();
        local.close();
    }

    @Test
    void readsAtTheStartAndAtEveryInterval() throws Exception {
        SelectionPoller poller = poller("namespace: prod.local");

        assertThat(poller.look()).isTrue();
        poller.look();
        local.time.advance(INTERVAL.minusSeconds(10));
        poller.look();
        assertThat(readings).hasSize(1);
        local.time.advance(Duration.ofSeconds(10));
        poller.look();

        assertThat(readings).hasSize(2);
    }

    @Test
    void readsAtAShorterIntervalAsSoonAsAReloadBringsIt() throws Exception {
        SelectionPoller poller = poller("namespace: prod.local");
        poller.look();
        config = config("select-interval: 10s\n", "namespace: prod.local");
        poller.look();
        local.time.advance(Duration.ofSeconds(10));

        poller.look();

        assertThat(readings).hasSize(2);
    }

    @Test
    void triesAgainAfterGrowingPausesForAnHour() throws Exception {
        local.aws.on("ListNamespaces").fail(ApiError.accessDenied());
        SelectionPoller poller = poller("namespace: prod.local");
        List<Integer> readAfterSeconds = new ArrayList<>();
        int seconds = 0;
        for (; seconds <= 3600; seconds++) {
            int before = readings.size();
            poller.look();
            if (readings.size() > before) {
                readAfterSeconds.add(seconds);
            }
            local.time.advance(Duration.ofSeconds(1));
        }
        assertThat(readAfterSeconds)
                .startsWith(0, 2, 6, 14, 30, 62, 126, 254, 510)
                .hasSize(9 + 10);
        assertThat(readings).allSatisfy(reading -> assertThat(reading).isEmpty());
        log.await(line ->
                line.equals("Selection prod.local in us-east-1 cannot be read, so it finds no services yet; it is"
                        + " read again in 300 s: ListNamespaces in us-east-1: User is not authorized to perform this operation"
                        + " (AccessDeniedException, request id " + requestId(8) + ")"));

        local.aws.on("ListNamespaces").clear();
        local.time.advance(INTERVAL);
        assertThat(poller.look()).isTrue();
        log.await("Selection prod.local in us-east-1 can be read again"::equals);
    }

    private String requestId(int failure) {
        return local.aws.calls().log("ListNamespaces").get(failure).requestId();
    }

    @Test
    void asksOnlyOnceInWhichNamespaceAServiceIs() throws Exception {
        put("srv-1", "srv-2");
        SelectionPoller poller = poller("namespace: prod.local", "namespace: prod.local, names: [srv-2]");

        assertThat(poller.look()).isTrue();
        local.time.advance(INTERVAL);
        assertThat(poller.look()).isTrue();

        assertThat(local.aws.calls().count("GetService", US)).isEqualTo(2);
        assertThat(local.aws.calls().count("ListNamespaces", US)).isEqualTo(2);
        assertThat(local.aws.calls().count("ListServices", US)).isEqualTo(2);
    }

    @Test
    void leavesOutServicesOfOtherNamespacesIfTheFilterIsIgnored() throws Exception {
        put("srv-1");
        String other = catalog.createNamespace("other.local");
        catalog.put("srv-2", other, "srv-2");
        catalog.ignoreFilters(true);

        assertThat(found("namespace: prod.local")).containsExactly("srv-1");
        assertThat(found("namespace: " + other)).containsExactly("srv-2");
    }

    @Test
    void followsEmptyPagesWithAToken() throws Exception {
        String other = catalog.createNamespace("other.local");
        IntStream.range(0, 250).forEach(i -> catalog.put("srv-" + i, other, "srv-" + i));
        put("srv-last");
        catalog.filterPages(true);

        assertThat(found("namespace: prod.local")).containsExactly("srv-last");
        assertThat(local.aws.calls().count("ListServices", US)).isEqualTo(3);
    }

    @Test
    void endsWithAnErrorIfATokenRepeats() throws Exception {
        IntStream.range(0, 101).forEach(i -> put("srv-" + i));
        catalog.repeatTokens(true);

        assertThat(poller("namespace: " + prod).look()).isFalse();

        assertThat(log())
                .contains("ListServices of namespace " + prod
                        + " in us-east-1: the token of a page came again, so it has no end");
    }

    @Test
    void countsAServiceOnceThatMovesToTheNextPageMeanwhile() throws Exception {
        IntStream.range(0, 150).forEach(i -> put("srv-" + i));
        local.aws.on("ListServices").afterNext(call -> {
            catalog.remove("srv-0");
            put("srv-0");
        });

        assertThat(found("namespace: " + prod))
                .hasSize(149)
                .doesNotHaveDuplicates()
                .contains("srv-0");
    }

    @Test
    void readsNoOtherSelectionOfARegionThatDoesNotAnswer() throws Exception {
        local.aws.on("ListServices").dropNext(3);
        SelectionPoller poller =
                poller("namespace: " + prod, "namespace: " + prod + ", names: [a]", "namespace: b.local");

        assertThat(poller.look()).isFalse();

        assertThat(local.aws.calls().count("ListNamespaces", US)).isZero();
        assertThat(readings).containsExactly(Map.of());
    }

    @Test
    void tellsThatANamespaceDoesNotExist() throws Exception {
        assertThat(poller("namespace: prod.lokal").look()).isFalse();

        assertThat(log())
                .contains(
                        "no namespace of this account in us-east-1 is called prod.lokal; one that another account shares"
                                + " has to be named by its ARN");
    }

    @Test
    void staysBelowTheRatesOfAws() throws Exception {
        local.aws.limits().setKnown();
        for (int n = 0; n < 12; n++) {
            String namespace = catalog.createNamespace("n" + n + ".local");
            for (int i = 0; i < 4; i++) {
                catalog.put("srv-" + n + "-" + i, namespace, "srv-" + n + "-" + i);
            }
        }
        String[] selections = IntStream.range(0, 12)
                .mapToObj(n -> "namespace: n" + n + ".local")
                .toArray(String[]::new);

        assertThat(poller(selections).look()).isTrue();

        assertThat(readings.get(0)).hasSize(12);
        assertThat(local.aws.calls().log("ListServices")).hasSize(12);
        assertThat(local.aws.calls().errors("ListServices", "ThrottlingException"))
                .isZero();
        assertThat(local.aws.calls().errors("GetService", "ThrottlingException"))
                .isZero();
    }

    private void put(String... services) {
        for (String service : services) {
            catalog.put(service, prod, service);
        }
    }

    private String log() throws InterruptedException {
        log.await(line -> line.startsWith("Selection"));
        return log.last();
    }

    private List<String> found(String select) throws Exception {
        assertThat(poller(select).look()).isTrue();
        return readings.get(readings.size() - 1).values().iterator().next().stream()
                .map(FoundService::serviceId)
                .toList();
    }

    private SelectionPoller poller(String... selections) throws Exception {
        config = config("", selections);
        return new SelectionPoller(
                () -> config,
                new SelectionReader(local::catalog),
                Set.<Query>of()::contains,
                readings::add,
                (selection, why) -> {},
                local.time);
    }

    private static Config config(String top, String... selections) throws Exception {
        StringBuilder yaml = new StringBuilder(
                top + "defaults: { service-region: us-east-1, instances-regions: [us-east-1] }\nservices:\n");
        for (String selection : selections) {
            yaml.append("  - { select: { ").append(selection).append(" } }\n");
        }
        return ConfigLoader.parse("unmap.yaml", yaml.toString());
    }
}
