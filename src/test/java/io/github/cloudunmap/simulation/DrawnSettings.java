package io.github.cloudunmap.simulation;

import io.github.cloudunmap.reconcile.DeregistrationLimit;
import io.github.cloudunmap.reconcile.ServicePolicy.IdRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Settings as operators might choose them, who know how far EC2's answers can lag. */
final class DrawnSettings {
    private final Random random;
    private final Map<String, List<String>> homes;
    private final List<String> regions;
    private final Duration lag;
    private final Ipv6 ipv6;

    /** @param homes by service, the regions that every version of its configuration has */
    DrawnSettings(Random random, Map<String, List<String>> homes, List<String> regions, Duration lag, Ipv6 ipv6) {
        this.random = random;
        this.homes = homes;
        this.regions = regions;
        this.lag = lag;
        this.ipv6 = ipv6;
    }

    /** By service, some of the regions. */
    static Map<String, List<String>> homes(Random random, List<String> services, List<String> regions) {
        Map<String, List<String>> homes = new LinkedHashMap<>();
        for (String service : services) {
            List<String> some = new ArrayList<>(regions);
            while (some.size() > 1 && random.nextInt(4) == 0) {
                some.remove(random.nextInt(some.size()));
            }
            homes.put(service, List.copyOf(some));
        }
        return homes;
    }

    ServiceSettings of(String service) {
        return new ServiceSettings(
                service,
                random.nextInt(4) == 0 ? regions : homes.getOrDefault(service, regions),
                any(
                        DeregistrationLimit.NONE,
                        new DeregistrationLimit.Percentage(1 + random.nextInt(60)),
                        new DeregistrationLimit.Count(1 + random.nextInt(3))),
                any(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(90), Duration.ofMinutes(5)),
                lag.isZero() ? any(Duration.ZERO, Duration.ofSeconds(30)) : any(lag, lag, lag.multipliedBy(2)),
                random.nextBoolean(),
                random.nextInt(4) == 0 ? IdRule.EC2_ONLY : IdRule.ANY,
                Duration.ofSeconds(10 + random.nextInt(110)),
                random.nextInt(8) == 0,
                ipv6.judged());
    }

    @SafeVarargs
    private <T> T any(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
