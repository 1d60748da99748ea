package io.github.cloudunmap.inmemory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The namespaces of one account in one region, with the names and tags of their services. Any thread may call it, and
 * each call is atomic.
 */
public final class CloudMapCatalog {
    /** A namespace; {@code account} owns it. */
    record Namespace(String id, String name, String account) {
        String arn(String region) {
            return "arn:aws:servicediscovery:" + region + ":" + account + ":namespace/" + id;
        }
    }

    /** A service in a namespace, with its name there. */
    record Entry(ServiceName service, Namespace namespace, String name, String createdBy) {}

    private final Serial serial;
    private final String account;
    private final Map<String, Namespace> namespaces = new LinkedHashMap<>();
    private final List<Namespace> shared = new ArrayList<>();
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> tags = new LinkedHashMap<>();
    private boolean filtersPages;
    private boolean ignoresFilters;
    private boolean repeatsTokens;

    CloudMapCatalog(Serial serial, String account) {
        this.serial = serial;
        this.account = account;
    }

    /** Creates a namespace, and returns its id. */
    public String createNamespace(String name) {
        String id = serial.id("ns-");
        createNamespace(id, name);
        return id;
    }

    /** Creates a namespace with this id. */
    public synchronized void createNamespace(String id, String name) {
        if (namespaces.values().stream().anyMatch(known -> known.name.equals(name))) {
            throw ApiError.badRequest("NamespaceAlreadyExists", "Namespace already exists: " + name);
        }
        namespaces.put(id, new Namespace(id, name, account));
    }

    /** Shares the namespace with another account, as AWS RAM does. */
    public synchronized void share(String namespace, CloudMapCatalog with) {
        with.receive(existing(namespace));
    }

    private synchronized void receive(Namespace namespace) {
        shared.add(namespace);
    }

    /**
     * Puts the service into the namespace with the id {@code namespace}, and gives the service the name {@code name}
     * there. If the service was in another namespace before, it leaves that namespace.
     */
    public void put(String service, String namespace, String name) {
        put(service, namespace, name, account);
    }

    synchronized void put(String service, String namespace, String name, String createdBy) {
        entries.put(service, new Entry(new ServiceName(account, service), existing(namespace), name, createdBy));
    }

    /** Takes the service out of its namespace. */
    public synchronized void remove(String service) {
        entries.remove(service);
        tags.remove(service);
    }

    /** Replaces the tags of a service. */
    public synchronized void tag(String service, Map<String, String> newTags) {
        tags.put(service, Map.copyOf(newTags));
    }

    /**
     * Sets whether a list of namespaces or services is divided into pages before it is filtered. AWS says that it may
     * do so. A page can then be short or empty, and still have a token. Initially, lists are filtered first.
     */
    public synchronized void filterPages(boolean first) {
        filtersPages = first;
    }

    /** Sets whether lists also show the namespaces and services that do not match the filters of a request. */
    public synchronized void ignoreFilters(boolean ignored) {
        ignoresFilters = ignored;
    }

    /**
     * Sets whether the token of a page of namespaces or services leads to the same page again. A list of several
     * pages then never ends.
     */
    public synchronized void repeatTokens(boolean repeated) {
        repeatsTokens = repeated;
    }

    synchronized boolean repeatsTokens() {
        return repeatsTokens;
    }

    synchronized boolean filtersPages() {
        return filtersPages;
    }

    synchronized boolean ignoresFilters() {
        return ignoresFilters;
    }

    /** Returns the account's own namespaces, followed by those that other accounts share with it. */
    synchronized List<Namespace> namespaces() {
        List<Namespace> all = new ArrayList<>(namespaces.values());
        all.addAll(shared);
        return all;
    }

    synchronized boolean isSharedWith(String namespace) {
        return shared.stream().anyMatch(each -> each.id.equals(namespace));
    }

    synchronized List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    synchronized Optional<Entry> find(String service) {
        return Optional.ofNullable(entries.get(service));
    }

    synchronized Map<String, String> tags(String service) {
        return tags.getOrDefault(service, Map.of());
    }

    private Namespace existing(String id) {
        Namespace namespace = namespaces.get(id);
        if (namespace == null) {
            throw ApiError.badRequest("NamespaceNotFound", "Namespace not found: " + id);
        }
        return namespace;
    }
}
