package io.github.cloudunmap.fleet;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Ec2Instance;
import io.github.cloudunmap.text.OneLine;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rejects EC2 answers that cannot be true. An answer by id fails if it shows an id that was not asked for, because it
 * must then belong to another request. If one answer shows an id twice, both entries become one instance; if they
 * name two accounts, the answer fails. Upper and lower case in ids make no difference.
 */
final class ValidatingReader implements Ec2Reader {
    private final String region;
    private final Ec2Reader reader;

    ValidatingReader(String region, Ec2Reader reader) {
        this.region = region;
        this.reader = reader;
    }

    @Override
    public int mostIds() {
        return reader.mostIds();
    }

    @Override
    public Answer describe(Set<String> ids) {
        Answer answer = reader.describe(ids);
        Map<String, String> asked = new HashMap<>();
        ids.forEach(id -> asked.put(plain(id), id));
        List<Ec2Instance> instances = answer.instances().stream()
                .map(instance -> {
                    String id = asked.get(plain(instance.id()));
                    if (id == null) {
                        throw unreadable(
                                answer.requestId(),
                                "shows " + OneLine.quote(instance.id()) + ", which was not asked for");
                    }
                    return named(id, instance);
                })
                .toList();
        return new Answer(answer.requestId(), once(answer.requestId(), instances), answer.isWhole());
    }

    @Override
    public Page scan(@Nullable String token) {
        Page page = reader.scan(token);
        List<Ec2Instance> instances = page.instances().stream()
                .map(instance -> named(plain(instance.id()), instance))
                .toList();
        return new Page(page.requestId(), once(page.requestId(), instances), page.next());
    }

    private static String plain(String id) {
        return id.strip().toLowerCase(Locale.ROOT);
    }

    private static Ec2Instance named(String id, Ec2Instance instance) {
        return id.equals(instance.id())
                ? instance
                : new Ec2Instance(id, instance.state(), instance.addresses(), instance.prefixes(), instance.ownerId());
    }

    private List<Ec2Instance> once(String requestId, List<Ec2Instance> instances) {
        Map<String, Ec2Instance> byId = new LinkedHashMap<>();
        for (Ec2Instance instance : instances) {
            Ec2Instance before = byId.get(instance.id());
            if (before != null && !before.ownerId().equals(instance.ownerId())) {
                throw unreadable(requestId, "shows " + instance.id() + " in two accounts");
            }
            byId.put(instance.id(), before == null ? instance : before.and(instance));
        }
        return List.copyOf(byId.values());
    }

    private ApiFailure unreadable(String requestId, String why) {
        return new ApiFailure(
                "UnreadableAnswer",
                "DescribeInstances in " + region + ": the answer " + why + ", so it is discarded (request id "
                        + requestId + ")");
    }
}
