package io.github.cloudunmap.judge;

import io.github.cloudunmap.inmemory.LaunchedInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The truth about instances and registrations, with the moments (monotonic nanoseconds) since when it is so. Any
 * thread may call it. What has to be atomic with a change of the AWS is done while holding this object's monitor.
 */
final class Truth {
    private static final Pattern EC2_ID = Pattern.compile("i-(?:[0-9a-f]{8}|[0-9a-f]{17})");

    /** All that makes one registration another: the service, the Cloud Map id and every attribute. */
    record Form(JudgedService service, String id, Map<String, String> attributes) {
        Form {
            attributes = Map.copyOf(attributes);
        }

        String address() {
            return attributes.getOrDefault("AWS_INSTANCE_IPV4", "");
        }

        /** The EC2 ids that the registration names. */
        Set<String> ec2Ids() {
            Set<String> ids = new LinkedHashSet<>();
            Stream.of(id, attributes.getOrDefault("AWS_EC2_INSTANCE_ID", ""))
                    .filter(each -> EC2_ID.matcher(each).matches())
                    .forEach(ids::add);
            return ids;
        }

        @Override
        public String toString() {
            return service.id() + "/" + id + " " + attributes;
        }
    }

    /** A registration as it stands: {@code since} it has had this form, without a break. */
    record Standing(Form form, boolean othersOwn, long since) {}

    private record Endpoint(String service, String id) {}

    private final LongSupplier nanos;
    private final Map<String, Life> lives = new HashMap<>();
    private final Map<Endpoint, Standing> standing = new HashMap<>();
    private final Map<Form, List<Long>> makings = new HashMap<>();

    Truth(LongSupplier nanos) {
        this.nanos = nanos;
    }

    long now() {
        return nanos.getAsLong();
    }

    /** Records a launch or a change. */
    synchronized void instance(LaunchedInstance instance) {
        lives.computeIfAbsent(instance.id(), id -> new Life()).becomes(now(), instance);
    }

    /** Records that a registration was made, by the instance itself or by another controller. */
    synchronized void registered(Form form, boolean othersOwn) {
        makings.computeIfAbsent(form, key -> new ArrayList<>()).add(now());
        Endpoint place = new Endpoint(form.service().id(), form.id());
        Standing before = standing.get(place);
        long since = before != null && before.form().equals(form) ? before.since() : now();
        standing.put(place, new Standing(form, othersOwn, since));
    }

    synchronized void deregistered(String service, String id) {
        standing.remove(new Endpoint(service, id));
    }

    synchronized Optional<Standing> registration(String service, String id) {
        return Optional.ofNullable(standing.get(new Endpoint(service, id)));
    }

    synchronized List<Standing> registrations(JudgedService service) {
        return standing.values().stream()
                .filter(each -> each.form().service().equals(service))
                .toList();
    }

    /** The moments until then at which the registration was made in this form, the same again included. */
    synchronized List<Long> makings(Form form, long until) {
        return makings.getOrDefault(form, List.of()).stream()
                .filter(made -> made - until <= 0)
                .toList();
    }

    /** Since when that instance has held the registration's address; with {@code unmap-stopped}, has run there. */
    synchronized OptionalLong heldSince(Form form, String ec2Id) {
        Life life = lives.get(ec2Id);
        return life == null
                ? OptionalLong.empty()
                : life.heldSince(form.address(), form.service().unmapStopped());
    }

    /** Whether nothing has happened to the instance for that long. */
    synchronized boolean isUnchangedFor(Duration time, String ec2Id) {
        Life life = lives.get(ec2Id);
        return life != null && now() - life.lastChange() > time.toNanos();
    }

    /** The registrations that have to go sooner or later: none of their instances holds their address. */
    synchronized List<Form> dead() {
        return standing.values().stream()
                .filter(each -> !each.othersOwn())
                .map(Standing::form)
                .filter(form -> !form.attributes().containsKey("REGION"))
                .filter(form -> form.ec2Ids().stream().noneMatch(id -> mayStay(form, id)))
                .toList();
    }

    /** A stopped instance whose service keeps such ones may stay under whatever address. */
    private boolean mayStay(Form form, String ec2Id) {
        return heldSince(form, ec2Id).isPresent()
                || (!form.service().unmapStopped()
                        && lives.containsKey(ec2Id)
                        && Objects.requireNonNull(lives.get(ec2Id)).isStopped());
    }
}
