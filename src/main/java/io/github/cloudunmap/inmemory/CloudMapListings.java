package io.github.cloudunmap.inmemory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cloudunmap.inmemory.CloudMapCatalog.Entry;
import io.github.cloudunmap.inmemory.CloudMapCatalog.Namespace;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers Cloud Map's operations ListNamespaces, ListServices, GetService and ListTagsForResource. */
final class CloudMapListings {
    private static final Pattern ARN =
            Pattern.compile("arn:aws:servicediscovery:([^:]+):(\\d{12}):(namespace|service)/(.+)");
    private static final int LARGEST_PAGE = 100;

    private final Function<String, Account> accounts;

    CloudMapListings(Function<String, Account> accounts) {
        this.accounts = accounts;
    }

    /** Answers the call and returns true. Returns false for an operation that this class does not answer. */
    boolean answers(Call call, JsonNode fields, ObjectNode answer) {
        switch (call.operation()) {
            case "ListNamespaces" -> listNamespaces(call, fields, answer);
            case "ListServices" -> listServices(call, fields, answer);
            case "GetService" -> getService(call, fields, answer);
            case "ListTagsForResource" -> listTags(call, fields, answer);
            default -> {
                return false;
            }
        }
        return true;
    }

    private CloudMapCatalog catalog(String account, Call call) {
        return accounts.apply(account).cloudMap(call.region()).catalog();
    }

    private void listNamespaces(Call call, JsonNode fields, ObjectNode answer) {
        CloudMapCatalog own = catalog(call.account(), call);
        Predicate<Namespace> filter = filter(
                fields,
                Map.of(
                        "NAME", Namespace::name,
                        "HTTP_NAME", Namespace::name,
                        "RESOURCE_OWNER",
                                namespace -> namespace.account().equals(call.account()) ? "SELF" : "OTHER_ACCOUNTS"));
        page(call, own, own.namespaces(), filter, answer, answer.putArray("Namespaces"), (namespace, target) -> {
            target.put("Id", namespace.id());
            target.put("Arn", namespace.arn(call.region()));
            target.put("Name", namespace.name());
            target.put("Type", "HTTP");
            target.put("ResourceOwner", namespace.account());
        });
    }

    private void listServices(Call call, JsonNode fields, ObjectNode answer) {
        Matcher arn = ARN.matcher(namespaceFilter(fields));
        String owner = arn.matches() ? arn.group(2) : call.account();
        CloudMapCatalog catalog = catalog(owner, call);
        boolean mayRead =
                owner.equals(call.account()) || catalog(call.account(), call).isSharedWith(arn.group(4));
        List<Entry> all = mayRead ? catalog.entries() : List.of();
        Predicate<Entry> filter = filter(
                fields,
                Map.of(
                        "NAMESPACE_ID",
                                entry -> arn.matches()
                                        ? entry.namespace().arn(call.region())
                                        : entry.namespace().id(),
                        "RESOURCE_OWNER", entry -> owner.equals(call.account()) ? "SELF" : "OTHER_ACCOUNTS"));
        page(
                call,
                catalog,
                all,
                filter,
                answer,
                answer.putArray("Services"),
                (entry, target) -> describe(entry, call, target));
    }

    private static String namespaceFilter(JsonNode fields) {
        for (JsonNode filter : fields.path("Filters")) {
            if (filter.path("Name").asText().equals("NAMESPACE_ID")) {
                return filter.path("Values").path(0).asText();
            }
        }
        return "";
    }

    private void getService(Call call, JsonNode fields, ObjectNode answer) {
        Entry entry = find(call, text(fields, "Id"), "ServiceNotFound");
        ObjectNode target = answer.putObject("Service");
        describe(entry, call, target);
        target.put("NamespaceId", entry.namespace().id());
    }

    private static void describe(Entry entry, Call call, ObjectNode target) {
        target.put("Id", entry.service().id());
        target.put("Arn", entry.service().arn(call.region()));
        target.put("Name", entry.name());
        target.put("ResourceOwner", entry.service().account());
        target.put("CreatedByAccount", entry.createdBy());
    }

    private void listTags(Call call, JsonNode fields, ObjectNode answer) {
        Entry entry = find(call, text(fields, "ResourceARN"), "ResourceNotFoundException");
        ArrayNode tags = answer.putArray("Tags");
        catalog(entry.service().account(), call)
                .tags(entry.service().id())
                .forEach((key, value) -> tags.addObject().put("Key", key).put("Value", value));
    }

    private Entry find(Call call, String name, String errorCode) {
        Matcher arn = ARN.matcher(name);
        boolean isArn = arn.matches();
        return catalog(isArn ? arn.group(2) : call.account(), call)
                .find(isArn ? arn.group(4) : name)
                .filter(entry -> entry.service().account().equals(call.account())
                        || catalog(call.account(), call)
                                .isSharedWith(entry.namespace().id()))
                .orElseThrow(() -> ApiError.badRequest(errorCode, "Not found: " + name));
    }

    private static <T> Predicate<T> filter(JsonNode fields, Map<String, Function<T, String>> attributes) {
        Predicate<T> all = each -> true;
        for (JsonNode filter : fields.path("Filters")) {
            String name = filter.path("Name").asText();
            Function<T, String> attribute = attributes.get(name);
            if (attribute == null) {
                throw ApiError.badRequest("InvalidInput", "No filter " + name);
            }
            String value = filter.path("Values").path(0).asText();
            all = all.and(each -> attribute.apply(each).equals(value));
        }
        return all;
    }

    /** Adds one page to the answer. The token contains the number of elements before the next page. */
    private static <T> void page(
            Call call,
            CloudMapCatalog catalog,
            List<T> all,
            Predicate<T> filter,
            ObjectNode answer,
            ArrayNode target,
            BiConsumer<T, ObjectNode> show) {
        Predicate<T> shown = catalog.ignoresFilters() ? each -> true : filter;
        List<T> paged =
                catalog.filtersPages() ? all : all.stream().filter(shown).toList();
        int size = size(call.maxResults());
        int from = Math.min(position(call.operation(), call.nextToken()), paged.size());
        int to = Math.min(paged.size(), from + size);
        paged.subList(from, to).stream().filter(shown).forEach(each -> show.accept(each, target.addObject()));
        if (to < paged.size()) {
            int next = catalog.repeatsTokens() ? from : to;
            answer.put("NextToken", PageToken.of(call.operation(), Integer.toString(next)));
        }
    }

    private static int size(@Nullable Integer maxResults) {
        if (maxResults != null && (maxResults < 1 || maxResults > LARGEST_PAGE)) {
            throw ApiError.badRequest("InvalidInput", "MaxResults must be 1 to 100, not " + maxResults);
        }
        return maxResults == null ? LARGEST_PAGE : maxResults;
    }

    private static int position(String query, @Nullable String token) {
        return token == null
                ? 0
                : PageToken.position(query, token)
                        .map(Integer::valueOf)
                        .orElseThrow(() -> ApiError.badRequest("InvalidInput", "The NextToken is not valid"));
    }

    /** Returns a text field of a request. Fails if the field is missing or empty. */
    static String text(JsonNode fields, String name) {
        JsonNode value = fields.path(name);
        if (!value.isTextual() || value.asText().isEmpty()) {
            throw ApiError.badRequest("InvalidInput", name + " is missing");
        }
        return value.asText();
    }
}
