package io.github.cloudunmap.reconcile;

import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.reconcile.Ec2Instance.State;
import io.github.cloudunmap.reconcile.ServicePolicy.IdRule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The design's tables of verdicts and safety rules, written down a second time and slowly, to hold the planner
 * against.
 */
record Oracle(RandomFleet given) {
    static final String OPEN = "open";

    /** The reasons, the one that counts first. */
    private static final List<String> REASONS =
            List.of("not-found", "stopped", "address-mismatch", "shutting-down", "terminated");

    /** The verdict by the table. */
    Set<String> verdicts(RegisteredInstance instance) {
        if (isAnothers(instance) || isInARegionThatIsNotRead(instance)) {
            return Set.of("foreign");
        }
        if (addresses(instance).isEmpty()) {
            return Set.of("skipped");
        }
        if (given.policy().ids() == IdRule.EC2_ONLY && !ids(instance).stream().allMatch(Oracle::isEc2Id)) {
            return Set.of("skipped");
        }
        if (ids(instance).stream().anyMatch(id -> !id.matches("[\\w/:.@-]{1,64}"))) {
            return Set.of("skipped");
        }
        if (instance.createdByAccount() != null
                && given.view().accounts().stream().noneMatch(instance.createdByAccount()::equals)
                && !given.view().accounts().isEmpty()) {
            return Set.of("foreign");
        }
        if (answers(instance).stream().anyMatch(answer -> matches(answer, instance))) {
            return Set.of("matched");
        }
        if (answers(instance).stream()
                .anyMatch(answer -> isSinceTheList(answer) && addressesMayLack(answer, instance))) {
            return Set.of("unknown");
        }
        return everyRegionAnsweredSinceTheList(instance) ? Set.of(reason(instance)) : Set.of(OPEN);
    }

    /** Every region has an answer for each id of the instance that was requested when the list had been read. */
    boolean everyRegionAnsweredSinceTheList(RegisteredInstance instance) {
        return ids(instance).stream()
                .allMatch(id -> given.policy().regions().stream()
                        .allMatch(region -> answers(id).stream()
                                .anyMatch(answer ->
                                        answer.evidence().region().equals(region) && isSinceTheList(answer))));
    }

    /** Every id has been shown as ending or ended by some region, and no region shows it otherwise. */
    boolean isGoneForGood(RegisteredInstance instance) {
        return ids(instance).stream()
                .allMatch(id -> !shown(id).isEmpty() && shown(id).stream().allMatch(ec2 -> hasEnded(ec2.state())));
    }

    boolean isLiveWithItsAddress(RegisteredInstance instance) {
        return answers(instance).stream().anyMatch(answer -> matches(answer, instance));
    }

    boolean isStale(RegisteredInstance instance) {
        return REASONS.containsAll(verdicts(instance));
    }

    boolean isAnyOpen() {
        return given.registered().stream()
                .anyMatch(instance -> verdicts(instance).contains(OPEN));
    }

    int addressed() {
        return (int)
                given.registered().stream().filter(r -> !addresses(r).isEmpty()).count();
    }

    /** EC2 was asked for it after the list, and shows it alive. */
    boolean isVouchedFor(RegisteredInstance instance) {
        return Set.of("matched", "unknown").containsAll(verdicts(instance))
                && answers(instance).stream()
                        .filter(this::isSinceTheList)
                        .anyMatch(answer -> matches(answer, instance) || addressesMayLack(answer, instance));
    }

    /** The largest number that the setting allows. */
    int limit() {
        if (given.policy().maxDeregistrations() instanceof DeregistrationLimit.Percentage share) {
            int most = 1;
            while ((most + 1) * 100 <= addressed() * share.percent()) {
                most++;
            }
            return most;
        }
        return ((DeregistrationLimit.Count) given.policy().maxDeregistrations()).instances();
    }

    /**
     * {@code nothing}, {@code deregister} or the rule that refuses, if the grace period has passed for {@code due}.
     */
    String decision(List<RegisteredInstance> due) {
        List<RegisteredInstance> stale =
                given.registered().stream().filter(this::isStale).toList();
        if (stale.stream().anyMatch(this::restsOnASuspectRegion)) {
            return "suspect-region";
        }
        if (stale.size() > 0 && given.registered().stream().noneMatch(this::isVouchedFor)) {
            return "never-all";
        }
        if (due.isEmpty()) {
            return "nothing";
        }
        return due.size() > limit() ? "max-deregistrations" : "deregister";
    }

    /** Only an answer without an instance is ever drawn as suspect. */
    private boolean restsOnASuspectRegion(RegisteredInstance instance) {
        return ids(instance).stream()
                .filter(id -> shown(id).isEmpty())
                .flatMap(id -> answers(id).stream())
                .anyMatch(answer -> isSinceTheList(answer) && answer.evidence().suspicionOrNull() != null);
    }

    private String reason(RegisteredInstance instance) {
        Set<String> grounds = new HashSet<>();
        for (String id : ids(instance)) {
            shown(id).forEach(ec2 -> grounds.add(reason(ec2)));
            if (shown(id).isEmpty()) {
                grounds.add("not-found");
            }
        }
        return REASONS.stream().filter(grounds::contains).findFirst().orElseThrow();
    }

    private List<Ec2Instance> shown(String id) {
        return answers(id).stream()
                .flatMap(answer -> answer.instance().stream())
                .toList();
    }

    private String reason(Ec2Instance ec2) {
        if (ec2.state() == State.TERMINATED) {
            return "terminated";
        }
        if (ec2.state() == State.SHUTTING_DOWN) {
            return "shutting-down";
        }
        return isLive(ec2) ? "address-mismatch" : "stopped";
    }

    private boolean matches(Sighting answer, RegisteredInstance instance) {
        return answer.instance()
                .filter(ec2 -> isLive(ec2) && addresses(instance).stream().allMatch(address -> isAt(ec2, address)))
                .isPresent();
    }

    private static boolean isAt(Ec2Instance ec2, List<Integer> address) {
        return ec2.addresses().stream().map(Oracle::plain).anyMatch(address::equals)
                || ec2.prefixes().stream().anyMatch(prefix -> isWithin(prefix.toString(), address));
    }

    private static boolean isWithin(String prefix, List<Integer> address) {
        List<Integer> network = plain(prefix.replaceFirst("/.*", ""));
        int bits = Integer.parseInt(prefix.replaceFirst(".*/", ""));
        return network.size() == address.size()
                && binary(network).substring(0, bits).equals(binary(address).substring(0, bits));
    }

    /** Four parts of eight bits, or eight of sixteen. */
    private static String binary(List<Integer> address) {
        int width = address.size() == 4 ? 8 : 16;
        return address.stream()
                .map(part -> Integer.toBinaryString(1 << width | part).substring(1))
                .collect(Collectors.joining());
    }

    private boolean addressesMayLack(Sighting answer, RegisteredInstance instance) {
        return answer.instance()
                .filter(ec2 -> isLive(ec2)
                        && (addresses(instance).stream().anyMatch(address -> showsNoneLike(ec2, address))
                                || Set.of(State.PENDING, State.STOPPING, State.STOPPED)
                                        .contains(ec2.state())))
                .isPresent();
    }

    /** Whether EC2 shows no address and no prefix of the family of this address. */
    private static boolean showsNoneLike(Ec2Instance ec2, List<Integer> address) {
        return Stream.concat(ec2.addresses().stream(), ec2.prefixes().stream().map(Object::toString))
                .map(shown -> plain(shown.replaceFirst("/.*", "")))
                .noneMatch(shown -> shown.size() == address.size());
    }

    private boolean isLive(Ec2Instance ec2) {
        Set<State> ended = EnumSet.of(State.SHUTTING_DOWN, State.TERMINATED);
        if (given.policy().unmapStopped()) {
            ended.addAll(EnumSet.of(State.STOPPING, State.STOPPED));
        }
        return !ended.contains(ec2.state());
    }

    private static boolean hasEnded(State state) {
        return state == State.SHUTTING_DOWN || state == State.TERMINATED;
    }

    private boolean isSinceTheList(Sighting answer) {
        return answer.evidence().requestedAt() - given.view().listedAt() >= 0;
    }

    private List<Sighting> answers(RegisteredInstance instance) {
        return ids(instance).stream().flatMap(id -> answers(id).stream()).toList();
    }

    private List<Sighting> answers(String id) {
        return given.view().sightings().getOrDefault(id, List.of());
    }

    /** Both of its ids where they are EC2's; if neither is, the one that the Python tool asks for. */
    Set<String> ids(RegisteredInstance instance) {
        String attribute =
                instance.attributes().getOrDefault("AWS_EC2_INSTANCE_ID", "").trim();
        String named = attribute.isEmpty() ? null : attribute;
        Set<String> ids = new HashSet<>();
        for (String id : named == null ? List.of(instance.id()) : List.of(instance.id(), named)) {
            if (isEc2Id(id)) {
                ids.add(id.trim().toLowerCase(Locale.ROOT));
            }
        }
        return ids.isEmpty() ? Set.of(named == null ? instance.id() : named) : ids;
    }

    private static boolean isEc2Id(String text) {
        return text.matches("(?i) *i-([0-9a-f]{8}|[0-9a-f]{17}) *");
    }

    private static boolean isAnothers(RegisteredInstance instance) {
        String keys = String.join("\n", instance.attributes().keySet());
        return Pattern.compile("(?m)^(ECS_|K8S_CONTROLLER|appmesh.k8s.aws/|k8s.io/)")
                .matcher(keys)
                .find();
    }

    /** Every place that the fleets draw begins with its region, or says none. */
    private boolean isInARegionThatIsNotRead(RegisteredInstance instance) {
        return Stream.of("us-east-1", "eu-west-1", "us-west-2")
                .filter(region -> !given.policy().regions().contains(region))
                .anyMatch(region -> Stream.of("REGION", "AVAILABILITY_ZONE")
                        .map(key -> instance.attributes().getOrDefault(key, ""))
                        .anyMatch(place -> place.trim().toLowerCase(Locale.ROOT).startsWith(region)));
    }

    /** The parts of each address that is judged; empty if there is none, or one that is no plain address. */
    private List<List<Integer>> addresses(RegisteredInstance instance) {
        List<List<Integer>> addresses = new ArrayList<>();
        for (AddressFamily family : given.policy().addresses()) {
            String text =
                    instance.attributes().get(family == AddressFamily.IPV4 ? "AWS_INSTANCE_IPV4" : "AWS_INSTANCE_IPV6");
            if (text == null) {
                continue;
            }
            List<Integer> address = plain(text.trim().replaceFirst("%[^ ]+$", ""));
            if (address.size() != (family == AddressFamily.IPV4 ? 4 : 8)) {
                return List.of();
            }
            addresses.add(address);
        }
        return addresses;
    }

    /** The parts of a plain address: four numbers of IPv4 or eight of IPv6; none if it is no plain address. */
    private static List<Integer> plain(String text) {
        String part = "(0|[1-9]|[1-9][0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5])";
        if (text.matches(part + "\\." + part + "\\." + part + "\\." + part)) {
            return Stream.of(text.split("\\.")).map(Integer::valueOf).toList();
        }
        String gap = text.replaceFirst("^::", "0::").replaceFirst("::$", "::0");
        long missing = 7 - gap.chars().filter(c -> c == ':').count();
        String whole = missing < 0 ? text : gap.replaceFirst("::", ":0".repeat((int) missing + 1) + ":");
        return whole.matches("([0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}")
                ? Stream.of(whole.split(":"))
                        .map(group -> Integer.valueOf(group, 16))
                        .toList()
                : List.of();
    }
}
