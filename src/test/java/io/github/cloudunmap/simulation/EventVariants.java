package io.github.cloudunmap.simulation;

import io.github.cloudunmap.simulation.BrokenProgram.Edit;
import io.github.cloudunmap.simulation.BrokenProgram.Variant;
import java.util.stream.Stream;

/** What is left of the program if it makes something else of EC2's events. */
final class EventVariants {
    private EventVariants() {}

    static Stream<Variant> all() {
        return Stream.of(
                Variant.of(
                        "an event causes a pass at once",
                        "it waits for the next one",
                        Edit.ofProgram(
                                "daemon/Controller",
                                "concerned.forEach(loop -> loop.happened(change, now).ifPresent(due -> schedule(loop, due)));",
                                "")),
                Variant.of(
                        "an event voids the cached life",
                        "it does not",
                        Edit.ofProgram("fleet/InstanceCache", "known.invalidated(now)", "known")),
                Variant.of(
                        "the pass comes again after 2, 5 and 10 s",
                        "it does not",
                        Edit.ofProgram(
                                "events/ServiceEvents",
                                "? lookAgain(end, now) : end",
                                "? new End(end.at(), end.heardAt(), LOOKS_AGAIN.size()) : end")),
                Variant.of(
                        "the pass comes again after 2, 5 and 10 s",
                        "the last time after 5",
                        Edit.ofProgram("events/ServiceEvents", ", Duration.ofSeconds(10));", ");")),
                Variant.of(
                        "the pass comes again while another registration names the instance",
                        "not after the first removal",
                        Edit.ofProgram(
                                "events/ServiceEvents",
                                "Set<Ec2Id> alive = new HashSet<>();",
                                "removed.values().forEach(gone -> ends.keySet().removeAll(gone.ec2Ids()));"
                                        + " Set<Ec2Id> alive = new HashSet<>();")),
                Variant.of(
                        "an event of before the first list is not lost",
                        "it is",
                        Edit.ofProgram(
                                "events/ServiceEvents",
                                ".filter(end -> newer.contains(end.ec2Id()) && !listed.contains(end.ec2Id()))",
                                ".filter(end -> false)")),
                Variant.of(
                        "an event about a stale registration causes further passes",
                        "it does not",
                        Edit.ofProgram("events/ServiceEvents", "&& stale.reason().isFinal()", "")),
                Variant.of(
                        "early passes are bounded",
                        "they are not",
                        Edit.ofProgram(
                                "events/EarlyPace",
                                "return TimeSource.later(usedUpTo - (BURST - 1) * INTERVAL, now);",
                                "return now;")),
                Variant.of(
                        "early passes are bounded",
                        "a burst of four",
                        Edit.ofProgram("events/EarlyPace", "BURST = 3", "BURST = 4")),
                Variant.of(
                        "what comes to life waits anew",
                        "it does not",
                        Edit.ofProgram(
                                "events/ServiceEvents",
                                "return carried.withoutStreaksOf(recent.begunSince(begunAt, reads));",
                                "return carried;")),
                Variant.of(
                        "an event decides nothing",
                        "what it says has ended has ended",
                        Edit.ofProgram(
                                "events/RecentEvents",
                                "private final Map<Place, Heard> begun",
                                "public static final Set<String> SAID = java.util.concurrent.ConcurrentHashMap.newKeySet();"
                                        + " { SAID.clear(); } private final Map<Place, Heard> begun"),
                        Edit.ofProgram(
                                "events/RecentEvents",
                                "add(ended, change, now);",
                                "add(ended, change, now); SAID.add(change.ec2Id().toString());"),
                        Edit.ofProgram(
                                "fleet/ValidatingReader",
                                "return named(id, instance);",
                                "return io.github.cloudunmap.events.RecentEvents.SAID.contains(id)"
                                        + " ? new Ec2Instance(id, Ec2Instance.State.TERMINATED, instance.addresses(),"
                                        + " instance.prefixes(), instance.ownerId()) : named(id, instance);")));
    }
}
