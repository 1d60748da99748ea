package io.github.cloudunmap.simulation;

import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.selection.Catalog;
import io.github.cloudunmap.simulation.Namespaces.Service;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces of one region as one reading of a selection sees them, through the weather. What it has answered is
 * told to the judge when the reading ends.
 */
final class SimulatedCatalog implements Catalog {
    private static final String ARN = "arn:aws:servicediscovery:us-east-1:111111111111:service/";

    private final Scheduler scheduler;
    private final NamespaceChurn churn;
    private final Namespaces namespaces;
    private final Weather weather;
    private final SelectionWatch watch;
    private final ServiceConfig settings;
    private boolean hasFailed;
    /** The list that was answered; null if none was. */
    private @Nullable List<Service> listed;

    private String askedFor = "";
    private final Map<String, Map<String, String>> tags = new HashMap<>();

    /** @param settings those of the selection that is read */
    SimulatedCatalog(
            Scheduler scheduler, NamespaceChurn churn, Weather weather, SelectionWatch watch, ServiceConfig settings) {
        this.scheduler = scheduler;
        this.churn = churn;
        this.namespaces = churn.namespaces();
        this.weather = weather;
        this.watch = watch;
        this.settings = settings;
    }

    @Override
    public List<Namespace> namespaces() {
        return ask(() -> churn.showsNoNamespace()
                ? List.of()
                : Namespaces.IDS.values().stream()
                        .sorted()
                        .map(id -> new Namespace(id, Namespaces.name(id)))
                        .toList());
    }

    @Override
    public List<Listed> services(String namespace) {
        askedFor = namespace;
        List<Service> shown = ask(() -> shown(namespace));
        scheduler.tell(() -> settings.name() + ": " + namespace + " shows " + shown);
        listed = shown;
        return shown.stream()
                .map(service -> new Listed(service.id(), ARN + service.id(), service.name()))
                .toList();
    }

    private List<Service> shown(String namespace) {
        NamespaceChurn.Way way = churn.way();
        long asOf = way == NamespaceChurn.Way.OUTDATED ? churn.earlier() : scheduler.now();
        List<Service> all = new ArrayList<>(new TreeMap<>(namespaces.at(asOf)).values());
        if (way != NamespaceChurn.Way.UNFILTERED) {
            all.removeIf(service -> !service.namespace().equals(namespace));
        }
        Collections.shuffle(all, churn.random());
        return switch (way) {
            case TRUE, OUTDATED, UNFILTERED -> all;
            case NOTHING -> List.of();
            case FEW -> all.subList(0, Math.max(0, (all.size() - 1) / 2));
            case WITH_GAPS ->
                all.subList(0, Math.max(0, all.size() - 1 - churn.random().nextInt(2)));
            case FAILING -> throw new ApiFailure("ThrottlingException", "Rate exceeded");
            case BREAKING_OFF -> {
                weather.travel(Weather.CLOUD_MAP);
                throw new ApiFailure("InternalServiceError", "page 2 of the services");
            }
        };
    }

    @Override
    public String namespaceOf(String service) {
        return ask(() -> Optional.ofNullable(namespaces.service(service))
                .map(Service::namespace)
                .orElseThrow(() -> new ApiFailure("ServiceNotFound", "no service " + service)));
    }

    @Override
    public Map<String, String> tags(String serviceArn) {
        String id = serviceArn.substring(ARN.length());
        Map<String, String> shown =
                ask(() -> Optional.ofNullable(namespaces.at(churn.lately()).get(id))
                        .map(Service::tags)
                        .orElseThrow(() -> new ApiFailure("ResourceNotFoundException", "no service " + id)));
        tags.put(id, shown);
        return shown;
    }

    private <T> T ask(Supplier<T> answer) {
        try {
            weather.travel(Weather.CLOUD_MAP);
            T answered = answer.get();
            weather.travel(Weather.CLOUD_MAP);
            return answered;
        } catch (ApiFailure failure) {
            scheduler.tell(() -> settings.name() + " cannot be read: " + failure.getMessage());
            hasFailed = true;
            throw failure;
        }
    }

    @Override
    public void close() {
        if (listed != null && !hasFailed) {
            watch.isRead(settings, askedFor, listed, tags);
        }
    }
}
