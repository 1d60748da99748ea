package io.github.cloudunmap.inmemory;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of a request in the query protocol of EC2 and STS, including numbered lists. */
record QueryParameters(Map<String, String> values) {
    QueryParameters {
        values = Map.copyOf(values);
    }

    static QueryParameters parse(String form) {
        Map<String, String> values = new HashMap<>();
        for (String pair : form.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return new QueryParameters(values);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    Optional<Integer> number(String name) {
        try {
            return text(name).map(Integer::valueOf);
        } catch (NumberFormatException e) {
            throw ApiError.badRequest(
                    "InvalidParameterValue", "Value (" + values.get(name) + ") for parameter " + name + " is invalid.");
        }
    }

    /** Returns the values of {@code name.1}, {@code name.2} and so on. */
    List<String> list(String name) {
        List<String> list = new ArrayList<>();
        for (int i = 1; ; i++) {
            String value = values.get(name + "." + i);
            if (value == null) {
                return list;
            }
            list.add(value);
        }
    }

    /** Returns the filters by name. Each has its values in the order of the request. */
    Map<String, List<String>> filters() {
        Map<String, List<String>> filters = new LinkedHashMap<>();
        for (int i = 1; ; i++) {
            String name = values.get("Filter." + i + ".Name");
            if (name == null) {
                return filters;
            }
            filters.computeIfAbsent(name, key -> new ArrayList<>()).addAll(list("Filter." + i + ".Value"));
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
