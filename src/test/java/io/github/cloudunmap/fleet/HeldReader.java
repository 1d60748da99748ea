package io.github.cloudunmap.fleet;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Ec2Instance;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** EC2 as a test sets it up; keeps the ids of every request. For one thread. */
final class HeldReader implements Ec2Reader {
    final List<Set<String>> requests = new ArrayList<>();
    final List<Ec2Instance> instances = new ArrayList<>();

    /** What every request does first, such as calling in on the directory again. */
    Runnable during = () -> {};

    /** Fails the requests that ask for {@link #failingFor}, or all. */
    @Nullable
    Throwable failure;

    @Nullable
    String failingFor;

    /** The token of every page that was asked for. */
    final List<String> scans = new ArrayList<>();

    int pageSize = 1000;

    /** How many instances an answer by id shows at most; one that shows fewer than there are is not whole. */
    int mostShown = 1000;

    /** What every page does first. */
    Runnable duringScan = () -> {};

    @Nullable
    ApiFailure scanFailure;

    static Ec2Instance running(String id) {
        return instance(id, Ec2Instance.State.RUNNING);
    }

    static Ec2Instance instance(String id, Ec2Instance.State state) {
        return new Ec2Instance(id, state, List.of("10.0.0.1"), List.of(), "111111111111");
    }

    @Override
    public Answer describe(Set<String> ids) {
        requests.add(new HashSet<>(ids));
        during.run();
        if (failingFor == null || ids.contains(failingFor)) {
            if (failure instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (failure instanceof Error error) {
                throw error;
            }
        }
        List<Ec2Instance> shown =
                instances.stream().filter(each -> ids.contains(each.id())).toList();
        return new Answer(
                "req-" + requests.size(),
                shown.subList(0, Math.min(mostShown, shown.size())),
                shown.size() <= mostShown);
    }

    /** The live ones, so many a page; the token is where the page begins. */
    @Override
    public Page scan(@Nullable String token) {
        scans.add(token == null ? "first" : token);
        duringScan.run();
        if (scanFailure != null) {
            throw scanFailure;
        }
        List<Ec2Instance> live = instances.stream().filter(Ec2Instance::isLive).toList();
        int from = token == null ? 0 : Integer.parseInt(token);
        int to = Math.min(from + pageSize, live.size());
        return new Page("scan-" + scans.size(), live.subList(from, to), to < live.size() ? String.valueOf(to) : null);
    }
}
