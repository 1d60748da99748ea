package io.github.cloudunmap.judge;

import io.github.cloudunmap.inmemory.CloudMapRegion;
import io.github.cloudunmap.inmemory.Ec2Region;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.inmemory.LaunchedInstance;
import io.github.cloudunmap.judge.Truth.Form;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Changes the AWS and the truth about it as one. */
final class World {
    private final InMemoryAws aws;
    private final Truth truth;
    private final Set<String> lyingRegions = ConcurrentHashMap.newKeySet();

    World(InMemoryAws aws, Truth truth) {
        this.aws = aws;
        this.truth = truth;
    }

    /** Launches the instance, which EC2 shows that late, and returns its id. */
    String launch(String region, LaunchedInstance instance, Duration lag) {
        synchronized (truth) {
            String id = aws.ec2(region).launch(instance);
            aws.ec2(region).lag(id, lag);
            truth.instance(aws.ec2(region).instance(id));
            return id;
        }
    }

    /** Changes the instance at once; EC2 shows it as late as it was told at the launch. */
    void change(String region, String id, Consumer<Ec2Region> change) {
        synchronized (truth) {
            change.accept(aws.ec2(region));
            truth.instance(aws.ec2(region).instance(id));
        }
    }

    /** Lets a terminated instance vanish from EC2's answers. */
    void vanish(String region, String id) {
        aws.ec2(region).forget(id);
    }

    /**
     * Makes EC2's answers about the instance lag by that long from here on, so that they can fall back to older ones.
     */
    void lag(String region, String id, Duration lag) {
        aws.ec2(region).lag(id, lag);
    }

    /** Makes EC2's answers leave the instance out, until {@link #reveal}. */
    void hide(String region, String id) {
        aws.ec2(region).hide(id);
    }

    void reveal(String region, String id) {
        aws.ec2(region).reveal(id);
    }

    /** Lets EC2 answer as if the region were empty. */
    void blackOut(String region) {
        lyingRegions.add(region);
        aws.ec2(region).blackOut(true);
    }

    /** Lets EC2's answers leave out these instances of the region. */
    void hideAll(String region, List<String> ids) {
        lyingRegions.add(region);
        ids.forEach(id -> hide(region, id));
    }

    /** Lets all answers of the region lag by that long. */
    void lagAll(String region, Duration lag) {
        lyingRegions.add(region);
        instances(region).forEach(each -> lag(region, each.id(), lag));
    }

    /** Ends what the three above have begun. */
    void beTruthful(String region) {
        aws.ec2(region).blackOut(false);
        instances(region).stream().filter(each -> !each.visible()).forEach(each -> reveal(region, each.id()));
        instances(region).forEach(each -> lag(region, each.id(), Duration.ZERO));
        lyingRegions.remove(region);
    }

    boolean isTruthful(String region) {
        return !lyingRegions.contains(region);
    }

    List<LaunchedInstance> instances(String region) {
        return aws.ec2(region).instances();
    }

    void register(JudgedService service, String id, Map<String, String> attributes) {
        register(new Form(service, id, attributes), false);
    }

    void registerAsAnotherController(JudgedService service, String id, Map<String, String> attributes) {
        register(new Form(service, id, attributes), true);
    }

    /** Removes the registration if it is there. */
    void deregister(JudgedService service, String id) {
        CloudMapRegion cloudMap = aws.cloudMap(service.region());
        synchronized (cloudMap) {
            if (truth.registration(service.id(), id).isPresent()) {
                cloudMap.deregister(service.id(), id);
                truth.deregistered(service.id(), id);
            }
        }
    }

    /** The monitor of the region keeps a removal from being accepted between the two records of one registration. */
    private void register(Form form, boolean othersOwn) {
        CloudMapRegion cloudMap = aws.cloudMap(form.service().region());
        synchronized (cloudMap) {
            cloudMap.register(form.service().id(), form.id(), form.attributes());
            truth.registered(form, othersOwn);
        }
    }
}
