package io.github.cloudunmap.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A JSON answer in which something is dropped, doubled, swapped, put in another order or replaced, at random. */
final class SpoiltJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SpoiltJson() {}

    static String of(String answer, Random random) {
        try {
            JsonNode root = JSON.readTree(answer);
            List<JsonNode> containers = new ArrayList<>();
            collect(root, containers);
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                JsonNode container = containers.get(random.nextInt(containers.size()));
                if (container instanceof ArrayNode list) {
                    spoil(list, random);
                } else if (container instanceof ObjectNode fields) {
                    spoil(fields, random);
                }
            }
            return root.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + answer, e);
        }
    }

    private static void collect(JsonNode node, List<JsonNode> into) {
        if (node.isContainerNode()) {
            into.add(node);
            node.forEach(child -> collect(child, into));
        }
    }

    private static void spoil(ArrayNode list, Random random) {
        List<JsonNode> items = new ArrayList<>();
        list.forEach(items::add);
        if (items.isEmpty()) {
            return;
        }
        int at = random.nextInt(items.size());
        switch (random.nextInt(5)) {
            case 0 -> items.remove(at);
            case 1 -> items.add(items.get(at).deepCopy());
            case 2 -> Collections.shuffle(items, random);
            case 3 -> swapOneField(items.get(at), items.get(random.nextInt(items.size())), random);
            default -> items.set(at, odd(random));
        }
        list.removeAll().addAll(items);
    }

    private static void swapOneField(JsonNode one, JsonNode other, Random random) {
        List<String> names = new ArrayList<>();
        one.fieldNames().forEachRemaining(names::add);
        if (!names.isEmpty() && other instanceof ObjectNode others) {
            String name = names.get(random.nextInt(names.size()));
            JsonNode value = one.path(name);
            ((ObjectNode) one).set(name, other.path(name));
            others.set(name, value);
        }
    }

    private static void spoil(ObjectNode fields, Random random) {
        List<String> names = new ArrayList<>();
        fields.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty()) {
            return;
        }
        String one = names.get(random.nextInt(names.size()));
        String other = names.get(random.nextInt(names.size()));
        switch (random.nextInt(6)) {
            case 0 -> fields.remove(one);
            case 1 -> fields.set(OddValues.name(random), fields.get(one));
            case 4 -> fields.set(OddValues.name(random), odd(random));
            case 2 -> {
                JsonNode value = fields.get(one);
                fields.set(one, fields.get(other));
                fields.set(other, value);
            }
            default -> fields.set(one, odd(random));
        }
    }

    private static JsonNode odd(Random random) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (random.nextInt(6)) {
            case 0 -> nodes.nullNode();
            case 1 -> nodes.textNode(OddValues.any(random));
            case 2 -> nodes.numberNode(random.nextInt());
            case 3 -> nodes.booleanNode(true);
            case 4 -> nodes.objectNode();
            default -> nodes.arrayNode();
        };
    }
}
