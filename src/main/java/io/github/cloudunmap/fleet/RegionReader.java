package io.github.cloudunmap.fleet;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Ec2Instance;
import io.github.cloudunmap.reconcile.Evidence;
import io.github.cloudunmap.reconcile.Evidence.Suspicion;
import io.github.cloudunmap.reconcile.Sighting;
import io.github.cloudunmap.reconcile.TimeSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests to one region's EC2, and updates the region's cache and witnesses from the answers. Any thread
 * may call this class.
 */
final class RegionReader {
    private final String region;
    private final Ec2Reader reader;
    private final InstanceCache cache;
    private final Witnesses witnesses;
    private final TimeSource time;

    /** EC2's answer for these ids. EC2 gave it as a single page, so it is complete. */
    private record WholeAnswer(Set<String> ids, String requestId, List<Ec2Instance> instances, long requestedAt) {}

    /**
     * The live instances that a page of a scan shows.
     *
     * @param next the token of the next page; null if this is the last
     */
    record Shown(Map<String, Sighting> alive, @Nullable String next) {}

    RegionReader(String region, Ec2Reader reader, RegionTrust trust, TimeSource time) {
        this.region = region;
        this.reader = new ValidatingReader(region, reader);
        this.cache = trust.cache();
        this.witnesses = trust.witnesses();
        this.time = time;
    }

    /**
     * Asks EC2 for the ids of the batch and returns one sighting per id. If the answer shows no instance at all, and
     * the batch names too few of the known live instances to show whether the region answers truly, the request is
     * repeated with witnesses, provided that enough witnesses are known.
     */
    Map<String, Sighting> ask(Batch batch, long now) {
        return ask(batch, now, true);
    }

    /**
     * @param mayRepeat whether the request may be repeated with witnesses after an empty answer; false for the
     *     repetition itself
     */
    private Map<String, Sighting> ask(Batch batch, long now, boolean mayRepeat) {
        List<WholeAnswer> answers = askForWhole(batch.answers.keySet(), batch.witnesses, now);
        List<String> living = witnesses.toAskFor();
        if (mayRepeat
                && answers.stream().allMatch(answer -> answer.instances.isEmpty())
                && living.size() >= Knowledge.FEWEST
                && !witnesses.areAmong(batch.ids)) {
            return askWith(living, batch);
        }
        Map<String, Sighting> sightings = new HashMap<>();
        answers.forEach(answer ->
                judge(answer, batch).forEach((id, sighting) -> sightings.merge(id, sighting, RegionReader::lifeFirst)));
        return sightings;
    }

    /**
     * Several requests can name the same witness (an instance known to live), so several answers can be about the
     * witness. An answer that shows the witness alive wins.
     */
    private static Sighting lifeFirst(Sighting one, Sighting other) {
        return one.instance().filter(Ec2Instance::isLive).isPresent() ? one : other;
    }

    private Map<String, Sighting> judge(WholeAnswer answer, Batch batch) {
        Map<String, Ec2Instance> shown = new HashMap<>();
        answer.instances.forEach(instance -> shown.put(instance.id(), cache.learn(instance)));
        Suspicion suspicion = witnesses
                .assess(answer.requestedAt, time.nanos(), answer.ids, shown)
                .orElse(null);
        Evidence evidence = new Evidence(region, answer.requestId, answer.requestedAt, true, suspicion);
        Map<String, Sighting> sightings = new HashMap<>();
        answer.ids.forEach(id -> sightings.put(id, new Sighting(shown.get(id), evidence)));
        // A suspect answer removes an instance that it does not show alive only if it is trusted for the instance's
        // account. All other instances stay, so that the next answer is checked against them, too.
        sightings.forEach((id, sighting) -> {
            boolean isAlive = sighting.instance().filter(Ec2Instance::isLive).isPresent();
            if (isAlive || isGoodFor(id, suspicion)) {
                cache.keep(id, sighting, batch.answers.containsKey(id), answer.requestedAt);
            }
        });
        return sightings;
    }

    private boolean isGoodFor(String id, @Nullable Suspicion suspicion) {
        return suspicion == null || (suspicion.trustedFor() != null && !cache.isOfAnother(id, suspicion.trustedFor()));
    }

    /**
     * Asks for the ids until every id has an answer of one page. An answer of several pages is dropped: an instance
     * can move from one page to another while they are read, so the pages never prove that an instance does not exist.
     * The ids of a dropped answer are asked for again in halves. Each half also names the witnesses (instances known
     * to live), so that its answer shows whether the region answers truly. If even the answer for one id and the
     * witnesses has several pages, the id is asked for without the witnesses.
     *
     * @param along the witnesses
     * @param now the time of the request, in monotonic nanoseconds
     * @throws ApiFailure if the answer for a single id has several pages
     */
    private List<WholeAnswer> askForWhole(Set<String> wanted, Set<String> along, long now) {
        Set<String> ids = new LinkedHashSet<>(along);
        ids.addAll(wanted);
        Ec2Reader.Answer answer = reader.describe(ids);
        if (answer.isWhole()) {
            return List.of(new WholeAnswer(ids, answer.requestId(), answer.instances(), now));
        }
        if (ids.size() == 1) {
            throw new ApiFailure(
                    "UnreadableAnswer",
                    "DescribeInstances in " + region + ": the answer for "
                            + ids.iterator().next()
                            + " alone has several pages, which together prove nothing (request id "
                            + answer.requestId() + ")");
        }
        if (wanted.size() <= 1) {
            return Stream.of(wanted, along)
                    .flatMap(some -> askForWhole(some, Set.of(), time.nanos()).stream())
                    .toList();
        }
        List<String> all = List.copyOf(wanted);
        int half = all.size() / 2;
        return Stream.of(all.subList(0, half), all.subList(half, all.size()))
                .flatMap(some -> askForWhole(new LinkedHashSet<>(some), along, time.nanos()).stream())
                .toList();
    }

    /**
     * Repeats the request of a batch with the live instances {@code living} as witnesses. The first request named too
     * few witnesses, so its empty answer did not show whether the region answers truly.
     */
    private Map<String, Sighting> askWith(List<String> living, Batch batch) {
        Map<String, Sighting> sightings = new HashMap<>();
        Batch.of(batch.answers, living, reader.mostIds())
                .forEach(each -> sightings.putAll(ask(each, time.nanos(), false)));
        return sightings;
    }

    /**
     * Reads one page of a scan and returns its live instances. The page says nothing about an instance that it lacks:
     * the instance may be on another page, or may have moved between two pages.
     *
     * @param sought the ids that the scan has to find, without those that earlier pages have shown
     */
    Shown scan(@Nullable String token, Set<String> sought, long now) {
        Ec2Reader.Page page = reader.scan(token);
        Map<String, Ec2Instance> alive = page.instances().stream()
                .filter(Ec2Instance::isLive)
                .map(cache::learn)
                .collect(Collectors.toMap(Ec2Instance::id, instance -> instance));
        List<Ec2Instance> wanted = alive.values().stream()
                .filter(instance -> sought.contains(instance.id()) || cache.isWanted(instance.id()))
                .toList();
        boolean isSuspect =
                witnesses.scanned(now, time.nanos(), page.instances(), wanted).isPresent();
        Evidence evidence = Evidence.ofScan(region, page.requestId(), now);
        Map<String, Sighting> sightings = new HashMap<>();
        alive.forEach((id, instance) -> sightings.put(id, new Sighting(instance, evidence)));
        if (!isSuspect) {
            sightings.forEach((id, sighting) -> cache.keep(id, sighting, false, now));
        }
        return new Shown(sightings, page.next());
    }
}
