package io.github.cloudunmap.reconcile;

import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.address.Ipv4Prefix;
import io.github.cloudunmap.address.Ipv6Prefix;
import io.github.cloudunmap.address.Prefix;
import io.github.cloudunmap.reconcile.Ec2Instance.State;
import io.github.cloudunmap.reconcile.Evidence.Suspicion;
import io.github.cloudunmap.reconcile.Plan.StaleSince;
import io.github.cloudunmap.reconcile.ServicePolicy.IdRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a planner is given, drawn from a seed: few ids and addresses, so that they meet, and every oddity often. */
record RandomFleet(
        ServicePolicy policy, List<RegisteredInstance> registered, FleetView view, StaleSince staleSince, long now) {

    Plan plan() {
        return new Planner(policy).plan(registered, view, staleSince, now);
    }

    static RandomFleet of(long seed) {
        return new Draw(new SplittableRandom(seed)).fleet();
    }

    /** The same policy and registrations, some of them gone, some others come, looked at again at another time. */
    RandomFleet later(long seed, long when, StaleSince handedOn) {
        Draw draw = new Draw(new SplittableRandom(seed));
        List<RegisteredInstance> stillThere =
                registered.stream().filter(r -> draw.chance(90)).toList();
        List<RegisteredInstance> now = new ArrayList<>(stillThere);
        now.addAll(draw.registrations(draw.upTo(1)));
        return new RandomFleet(policy, now, draw.view(now, policy.regions(), when, true), handedOn, when);
    }

    private static final class Draw {
        private static final List<String> REGIONS = List.of("us-east-1", "eu-west-1", "ap-south-1");
        private static final List<String> MARKS =
                List.of("ECS_CLUSTER_NAME", "K8S_CONTROLLER", "appmesh.k8s.aws/mesh", "k8s.io/pod", "cluster");
        private static final List<String> PLACES = List.of(
                "us-east-1",
                "US-EAST-1A",
                "us-east-1-bos-1a",
                "us-east-1-wl1-bos-wlz-1",
                " eu-west-1b",
                "eu-west-1",
                "us-west-2",
                "us-west-2-lax-1a",
                "use1-az1",
                "emea",
                "");
        private static final List<String> ODD_ADDRESSES =
                List.of("", " ", " 10.0.0.3 ", "10.0.0.03", "10.0.0.4:80", "10.0.0.5/32", "::ffff:10.0.0.5", "10.0.0.");
        /** The same address several times, in other spellings. */
        private static final List<String> IPV6_ADDRESSES = List.of(
                "2001:db8::1",
                "2001:DB8:0:0::0001",
                " 2001:db8::1%eth0 ",
                "2001:db8::2",
                "2001:db8:0:0:7::",
                "2001:db8:0:0:7:a:B:c",
                "2001:db8:0:0:8::1");

        private static final List<String> ODD_IPV6_ADDRESSES = List.of(
                "",
                " ",
                "[2001:db8::1]",
                "[2001:db8::1]:80",
                "2001:db8::/80",
                "2001:db8::1::2",
                "2001:db8::00001",
                "2001:db8:1",
                "2001:db8::1%",
                "::ffff:10.0.0.1",
                "10.0.0.1",
                "web.local",
                "db8::web");
        private static final List<Prefix> PREFIXES = List.of(
                Ipv4Prefix.parse("10.0.0.8/31"),
                Ipv6Prefix.parse("2001:db8:0:0:7::/80"),
                Ipv6Prefix.parse("2001:db8::/127"));
        private static final List<List<AddressFamily>> JUDGED = List.of(
                List.of(AddressFamily.IPV4),
                List.of(AddressFamily.IPV6),
                List.of(AddressFamily.IPV4, AddressFamily.IPV6),
                List.of(AddressFamily.IPV6, AddressFamily.IPV4));
        private static final List<String> ODD_IDS = List.of("none", " none ", "", " ", "*", "i-0000000?", "no name");
        private static final List<State> STATES = List.of(State.values());

        private final SplittableRandom random;
        /** How many of a hundred registrations have their instance. */
        private final int healthy;

        Draw(SplittableRandom random) {
            this.random = random;
            this.healthy = one(List.of(0, 20, 60, 95));
        }

        RandomFleet fleet() {
            long listedAt = random.nextLong();
            long now = listedAt + upTo(10);
            ServicePolicy policy = policy();
            List<RegisteredInstance> registered = registrations(upTo(12));
            return new RandomFleet(
                    policy,
                    registered,
                    view(registered, policy.regions(), listedAt, chance(80)),
                    history(registered, policy, now),
                    now);
        }

        private ServicePolicy policy() {
            return new ServicePolicy(
                    "srv-a",
                    REGIONS.get(0),
                    REGIONS.subList(0, 1 + upTo(REGIONS.size() - 1)),
                    chance(50)
                            ? new DeregistrationLimit.Count(1 + upTo(5))
                            : new DeregistrationLimit.Percentage(one(List.of(1, 25, 50, 100))),
                    Duration.ofNanos(chance(50) ? 0 : upTo(100)),
                    Duration.ofNanos(chance(50) ? 0 : upTo(100)),
                    chance(30),
                    chance(30) ? IdRule.EC2_ONLY : IdRule.ANY,
                    one(JUDGED),
                    null);
        }

        List<RegisteredInstance> registrations(int count) {
            return IntStream.range(0, count).mapToObj(n -> registration()).toList();
        }

        private RegisteredInstance registration() {
            Map<String, String> attributes = new HashMap<>();
            if (chance(90)) {
                attributes.put("AWS_INSTANCE_IPV4", chance(95) ? address() : one(ODD_ADDRESSES));
            }
            if (chance(60)) {
                attributes.put("AWS_INSTANCE_IPV6", one(chance(95) ? IPV6_ADDRESSES : ODD_IPV6_ADDRESSES));
            }
            if (chance(30)) {
                attributes.put("AWS_EC2_INSTANCE_ID", chance(10) ? one(ODD_IDS) : ec2Id());
            }
            if (chance(5)) {
                attributes.put(one(MARKS), "prod");
            }
            if (chance(10)) {
                attributes.put(one(List.of("REGION", "AVAILABILITY_ZONE")), one(PLACES));
            }
            String id = chance(15) ? one(List.of("web-1", "web-2", address())) : ec2Id();
            String account = one(List.of("", "", "", "", "111111111111", "111111111111", "222222222222"));
            return new RegisteredInstance(id, attributes, account.isEmpty() ? null : account);
        }

        FleetView view(List<RegisteredInstance> registered, List<String> regions, long listedAt, boolean settled) {
            Map<String, List<Sighting>> sightings = new HashMap<>();
            for (RegisteredInstance instance : registered) {
                for (String id : instance.lookupIds()) {
                    sightings.put(id, answers(id, instance, regions, listedAt, settled));
                }
            }
            return new FleetView(listedAt, sightings, chance(85) ? Set.of("111111111111") : Set.of());
        }

        private List<Sighting> answers(
                String id, RegisteredInstance registered, List<String> regions, long listedAt, boolean settled) {
            String home = one(regions);
            Supplier<Ec2Instance> draw = () -> instance(id, registered);
            return regions.stream()
                    .filter(region -> settled || chance(80))
                    .map(region -> answer(
                            region,
                            chance(region.equals(home) ? 85 : 3) ? draw.get() : null,
                            listedAt + (settled || chance(70) ? upTo(2) : -1 - upTo(2))))
                    .toList();
        }

        private Sighting answer(String region, @Nullable Ec2Instance shown, long requestedAt) {
            Suspicion suspicion =
                    shown == null && chance(5) ? new Suspicion(3 + upTo(5), requestedAt, Duration.ofMinutes(15)) : null;
            return new Sighting(shown, new Evidence(region, "req-" + random.nextInt(), requestedAt, true, suspicion));
        }

        private Ec2Instance instance(String id, RegisteredInstance registered) {
            boolean well = chance(healthy);
            Stream<String> others = IntStream.range(0, upTo(3)).mapToObj(n -> chance(60) ? address() : ipv6Address());
            Stream<String> own = well || chance(20) ? own(registered, chance(80)) : Stream.of();
            return new Ec2Instance(
                    id,
                    well ? State.RUNNING : one(STATES),
                    Stream.concat(others, own).toList(),
                    chance(15) ? List.of(one(PREFIXES)) : List.of(),
                    "111111111111");
        }

        private static Stream<String> own(RegisteredInstance registered, boolean both) {
            return Stream.of(AddressFamily.values())
                    .limit(both ? 2 : 1)
                    .flatMap(family -> registered.addresses(List.of(family)).values().stream());
        }

        private StaleSince history(List<RegisteredInstance> registered, ServicePolicy policy, long now) {
            Map<StaleSince.Registration, StaleSince.Streak> streaks = new HashMap<>();
            for (RegisteredInstance instance : registered) {
                if (chance(50)) {
                    long seenAt = now - upTo(2 * (int) policy.gracePeriod().toNanos());
                    long settlesFrom = now - upTo(2 * (int) policy.settleTime().toNanos());
                    streaks.put(
                            StaleSince.Registration.of(instance),
                            new StaleSince.Streak(seenAt, settlesFrom, upTo(3), Set.of()));
                }
            }
            return new StaleSince(streaks);
        }

        private String ec2Id() {
            return (chance(90) ? "i-0000000" : " I-0000000") + upTo(9);
        }

        private String ipv6Address() {
            return AddressFamily.IPV6.canonical(one(IPV6_ADDRESSES)).orElseThrow();
        }

        private String address() {
            return "10.0.0." + upTo(9);
        }

        boolean chance(int percent) {
            return random.nextInt(100) < percent;
        }

        int upTo(int most) {
            return random.nextInt(most + 1);
        }

        private <T> T one(List<T> choices) {
            return choices.get(random.nextInt(choices.size()));
        }
    }
}
