package io.github.cloudunmap.reconcile;

import io.github.cloudunmap.reconcile.Deregistrar.Deregistration;
import io.github.cloudunmap.reconcile.Deregistrar.OperationState;
import io.github.cloudunmap.reconcile.Evidence.Suspicion;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One Cloud Map service and the EC2 of any regions behind the ports, on virtual time; every call takes a second. */
final class FakeAws {
    final VirtualTime time = new VirtualTime();
    /** Every call in order, such as {@code ask us-east-1 for [i-1]}. */
    final List<String> calls = new ArrayList<>();

    final CloudMap cloudMap = new CloudMap();

    private final Map<String, Region> regions = new LinkedHashMap<>();

    /** With an instance whose registration matches always, so that a pass may remove any of the others. */
    static FakeAws withOneThatLives() {
        FakeAws aws = new FakeAws();
        aws.cloudMap.register(Given.registered("i-0", "10.0.0.0"));
        aws.ec2(Given.HOME).showing(Given.running("i-0", "10.0.0.0"));
        return aws;
    }

    /** The region, made when it is first named. */
    Region ec2(String region) {
        return regions.computeIfAbsent(region, Region::new);
    }

    List<InstanceDirectory> directories() {
        return List.copyOf(regions.values());
    }

    /** A pass of a service with every region that the test has named. */
    ReconcileReport pass(CarriedState earlier) {
        return new Reconciler(
                        Given.policyIn(regions.keySet().toArray(String[]::new)),
                        cloudMap,
                        directories(),
                        cloudMap,
                        time,
                        Runnable::run)
                .pass(earlier);
    }

    /** A first pass with a journal. */
    ReconcileReport pass(RemovalJournal journal) {
        return new Reconciler(
                        Given.policyIn(regions.keySet().toArray(String[]::new)),
                        cloudMap,
                        directories(),
                        cloudMap,
                        time,
                        Runnable::run,
                        journal)
                .pass(CarriedState.NONE);
    }

    /** What became of each decided removal, by id. */
    static Map<String, RemovalResult> outcomes(ReconcileReport report) {
        Map<String, RemovalResult> byId = new LinkedHashMap<>();
        report.outcomes()
                .forEach(outcome -> byId.put(outcome.removal().instance().id(), outcome.result()));
        return byId;
    }

    private void called(String call) {
        calls.add(call);
        time.advance(Duration.ofSeconds(1));
    }

    private static void failWith(@Nullable Throwable failure) {
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }

    final class CloudMap implements ServiceRegistry, Deregistrar {
        final Map<String, RegisteredInstance> registered = new LinkedHashMap<>();
        /** By id, what a removal ends with: a {@link RemovalResult} or an exception. */
        final Map<String, Object> removals = new HashMap<>();
        /** By id, what its next removals end with, before {@link #removals} says so. */
        final Map<String, Queue<Object>> nextRemovals = new HashMap<>();
        /** By operation id, how far it is: an {@link OperationState}, an exception, or anything else if forgotten. */
        final Map<String, Object> operations = new HashMap<>();
        /** By id, what happens when it has been removed. */
        final Map<String, Runnable> afterRemoval = new HashMap<>();
        /** What happens while a removal waits for its turn, such as a long wait. */
        Runnable beforeTurn = () -> {};

        /** What happens when the list has been read for the pass, such as a registration. */
        Runnable afterList = () -> {};

        /** What happens while a single registration is read, such as a long wait. */
        Runnable afterGet = () -> {};

        @Nullable
        Throwable listFailure;

        @Nullable
        Throwable getFailure;

        void register(RegisteredInstance... instances) {
            for (RegisteredInstance instance : instances) {
                registered.put(instance.id(), instance);
            }
        }

        @Override
        public List<RegisteredInstance> list() {
            called("list");
            failWith(listFailure);
            List<RegisteredInstance> answer = List.copyOf(registered.values());
            afterList.run();
            return answer;
        }

        @Override
        public Optional<RegisteredInstance> get(String instanceId) {
            called("get " + instanceId);
            failWith(getFailure);
            afterGet.run();
            return Optional.ofNullable(registered.get(instanceId));
        }

        @Override
        public CompletableFuture<Void> turn() {
            beforeTurn.run();
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public Deregistration deregister(String instanceId, long notAfter) {
            if (time.nanos() - notAfter > 0) {
                throw ApiFailure.unsent("deregister " + instanceId);
            }
            called("deregister " + instanceId);
            Object result = Optional.ofNullable(nextRemovals
                            .getOrDefault(instanceId, new ArrayDeque<>())
                            .poll())
                    .orElseGet(() -> removals.getOrDefault(instanceId, RemovalResult.DEREGISTERED));
            if (result instanceof Throwable failure) {
                failWith(failure);
            }
            afterRemoval.getOrDefault(instanceId, () -> {}).run();
            return result == RemovalResult.DEREGISTERED
                    ? Deregistration.accepted("op-" + instanceId)
                    : new Deregistration((RemovalResult) result);
        }

        @Override
        public Optional<OperationState> state(String operationId) {
            called("state " + operationId);
            Object state = operations.getOrDefault(operationId, new OperationState.Done());
            if (state instanceof Throwable failure) {
                failWith(failure);
            }
            return state instanceof OperationState known ? Optional.of(known) : Optional.empty();
        }
    }

    final class Region implements InstanceDirectory {
        private final String region;
        private final Map<String, Ec2Instance> instances = new HashMap<>();
        private final Map<String, Sighting> cache = new HashMap<>();
        private final Map<String, Ec2Instance> shownToOthers = new HashMap<>();
        private final Set<String> memory = new HashSet<>();
        private final Set<String> accounts = new HashSet<>();

        /** The time that the last answer was asked to be no older than. */
        long askedNotBefore;

        @Nullable
        Throwable failure;

        boolean hangs;

        /** What happens when EC2 has answered, such as a start. */
        Runnable afterAnswer = () -> {};

        /** By EC2 id, the region in which another service has seen it alive. */
        final Map<String, String> elsewhere = new HashMap<>();

        /** Why the next answers are suspect. */
        @Nullable
        Suspicion suspicion;

        private Region(String region) {
            this.region = region;
        }

        @Override
        public void invalidate(String ec2Id) {
            cache.remove(ec2Id);
        }

        @Override
        public Optional<String> aliveElsewhere(String ec2Id, Set<String> read) {
            return Optional.ofNullable(elsewhere.get(ec2Id)).filter(other -> !read.contains(other));
        }

        Region has(Ec2Instance... shown) {
            for (Ec2Instance instance : shown) {
                instances.put(instance.id(), instance);
            }
            return this;
        }

        void hasNot(String id) {
            instances.remove(id);
        }

        /** Has shown this instance before, too long ago for the cache. */
        Region remembering(Ec2Instance instance) {
            memory.add(instance.id());
            accounts.add(instance.ownerId());
            return has(instance);
        }

        /** Has shown this instance just now, though EC2 may no longer have it. */
        Region caching(Ec2Instance instance) {
            memory.add(instance.id());
            accounts.add(instance.ownerId());
            cache.put(instance.id(), new Sighting(instance, new Evidence(region, "req-cached", time.nanos())));
            return this;
        }

        /** Shows this instance to other passes all the time, so that the cache has an answer from after the list. */
        Region showing(Ec2Instance instance) {
            accounts.add(instance.ownerId());
            shownToOthers.put(instance.id(), instance);
            return this;
        }

        @Override
        public String region() {
            return region;
        }

        @Override
        public Set<String> accounts() {
            return Set.copyOf(accounts);
        }

        @Override
        public Map<String, Sighting> cached(Set<String> ec2Ids) {
            Map<String, Sighting> answers = new HashMap<>(cache);
            shownToOthers.forEach((id, instance) ->
                    answers.put(id, new Sighting(instance, new Evidence(region, "req-others", time.nanos()))));
            answers.keySet().retainAll(ec2Ids);
            return answers;
        }

        @Override
        public boolean remembers(String ec2Id) {
            return memory.contains(ec2Id);
        }

        @Override
        public CompletableFuture<Map<String, Sighting>> lookUp(Set<String> ec2Ids, long notBefore) {
            long requestedAt = time.nanos();
            called("ask " + region + " for " + new TreeSet<>(ec2Ids));
            askedNotBefore = notBefore;
            if (failure != null) {
                return CompletableFuture.failedFuture(failure);
            }
            if (hangs) {
                return new CompletableFuture<>();
            }
            Map<String, Sighting> answer = new HashMap<>();
            for (String id : ec2Ids) {
                Ec2Instance instance = instances.get(id);
                answer.put(
                        id,
                        new Sighting(instance, new Evidence(region, "req-" + region, requestedAt, true, suspicion)));
                if (instance != null) {
                    accounts.add(instance.ownerId());
                }
            }
            afterAnswer.run();
            return CompletableFuture.completedFuture(answer);
        }
    }
}
