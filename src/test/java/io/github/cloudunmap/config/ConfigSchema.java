package io.github.cloudunmap.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomDefinition.AttributeInclusion;
import com.github.victools.jsonschema.generator.CustomDefinition.DefinitionType;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.reconcile.DeregistrationLimit;
import io.github.cloudunmap.reconcile.ServicePolicy.IdRule;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema of a configuration file: keys, ranges and patterns from the records, defaults from their constants,
 * and descriptions from docs/configuration.md. Where the loader takes several spellings ({@code info}, {@code WARN})
 * it takes the documented one.
 */
final class ConfigSchema {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String DURATION =
            "^(?=[0-9])([0-9]{1,9}d)?([0-9]{1,9}h)?([0-9]{1,9}m)?([0-9]{1,9}s)?([0-9]{1,9}ms)?$|^[0-9]{1,9}$";
    private static final int LONGEST_LIST = 100;

    private final Map<String, String> descriptions;

    /** @param descriptions by setting, those of a block with its name before them */
    ConfigSchema(Map<String, String> descriptions) {
        this.descriptions = Map.copyOf(descriptions);
    }

    ObjectNode generate() {
        ObjectNode service = block(ServiceConfig.class, "");
        ObjectNode defaults = service.deepCopy();
        ((ObjectNode) defaults.path("properties")).remove(List.of("service-id", "name"));
        ObjectNode select = block(SelectConfig.class, "select.");
        select.putArray("required").add("namespace");
        ((ObjectNode) service.path("properties")).set("select", select);
        ArrayNode kinds = service.putArray("oneOf");
        for (String key : List.of("service-id", "select")) {
            kinds.addObject().putArray("required").add(key);
        }
        ObjectNode root = block(Config.class, "");
        ObjectNode properties = (ObjectNode) root.path("properties");
        properties.set("prometheus", block(PrometheusConfig.class, "prometheus."));
        ObjectNode queue = block(EventQueueConfig.class, "events.");
        queue.putArray("required").add("queue-url");
        properties
                .putObject("events")
                .put("type", "array")
                .put("maxItems", LONGEST_LIST)
                .set("items", queue);
        properties.set("defaults", defaults);
        properties.putObject("services").put("type", "array").put("minItems", 1).set("items", service);
        root.putArray("required").add("services");
        ArrayNode rules = root.putArray("allOf");
        for (String key : List.of("service-region", "instances-regions")) {
            rules.add(unlessInDefaults(
                    key, JSON.objectNode().set("required", JSON.arrayNode().add(key))));
        }
        rules.add(unlessInDefaults(
                "role-arn",
                JSON.objectNode()
                        .set(
                                "dependencies",
                                JSON.objectNode()
                                        .set("external-id", JSON.arrayNode().add("role-arn")))));
        ObjectNode schema = JSON.objectNode();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "Configuration of aws-cloud-unmap");
        return schema.setAll(root);
    }

    /** What every service has to keep, where the defaults do not have that key. */
    private static ObjectNode unlessInDefaults(String key, JsonNode rule) {
        ObjectNode given = JSON.objectNode();
        given.putArray("required").add("defaults");
        given.putObject("properties").putObject("defaults").putArray("required").add(key);
        ObjectNode services = JSON.objectNode();
        services.putObject("properties").putObject("services").set("items", rule);
        ObjectNode unless = JSON.objectNode();
        unless.set("if", JSON.objectNode().set("not", given));
        unless.set("then", services);
        return unless;
    }

    private ObjectNode block(Class<? extends Record> type, String prefix) {
        SchemaGeneratorConfigBuilder builder = new SchemaGeneratorConfigBuilder(
                        new ObjectMapper(), SchemaVersion.DRAFT_7, OptionPreset.PLAIN_JSON)
                .with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT, Option.INLINE_ALL_SCHEMAS)
                .without(Option.SCHEMA_VERSION_INDICATOR)
                .with(new JakartaValidationModule());
        builder.forTypesInGeneral()
                .withPropertySorter((unusedOne, unusedOther) -> 0)
                .withCustomDefinitionProvider((of, context) -> {
                    ObjectNode node = written(of.getErasedType());
                    return node == null
                            ? null
                            : new CustomDefinition(node, DefinitionType.INLINE, AttributeInclusion.NO);
                });
        builder.forFields()
                .withIgnoreCheck(field -> List.of("services", "selections", "prometheus", "events")
                        .contains(field.getDeclaredName()))
                .withPropertyNameOverrideResolver(field -> kebab(field.getDeclaredName()))
                .withDescriptionResolver(field -> field.isFakeContainerItemScope()
                        ? null
                        : Objects.requireNonNull(
                                descriptions.get(prefix + kebab(field.getDeclaredName())), field.getDeclaredName()))
                .withDefaultResolver(field -> field.isFakeContainerItemScope() ? null : defaultOf(field))
                .withStringPatternResolver(ConfigSchema::pattern)
                .withInstanceAttributeOverride((node, field, context) -> limit(node, field));
        return new SchemaGenerator(builder.build()).generateSchema(type);
    }

    /** Java's pattern must match as a whole and has names for character classes that no other language has. */
    private static @Nullable String pattern(FieldScope field) {
        jakarta.validation.constraints.Pattern pattern = field.isFakeContainerItemScope()
                ? field.getContainerItemAnnotation(jakarta.validation.constraints.Pattern.class)
                : field.getAnnotation(jakarta.validation.constraints.Pattern.class);
        return pattern == null ? null : "^" + pattern.regexp().replace("\\p{IsWhite_Space}\\p{C}", "\\s") + "$";
    }

    /** How the file writes what is no text, number or boolean in the records. */
    private static @Nullable ObjectNode written(Class<?> type) {
        if (type == LogLevel.class) {
            return words(LogLevel.values(), LogLevel::name);
        } else if (type == LogFormat.class) {
            return words(LogFormat.values(), Choice::word);
        } else if (type == IdRule.class) {
            return words(IdRule.values(), Choice::word);
        } else if (type == AddressFamily.class) {
            return words(AddressFamily.values(), Choice::word);
        }
        if (type == QueueUrl.class) {
            return JSON.objectNode().put("type", "string").put("pattern", "^" + QueueUrl.PATTERN + "$");
        }
        if (type == Map.class) {
            ObjectNode texts = JSON.objectNode().put("type", "object").put("minProperties", 1);
            // YAML takes an unquoted true or 1 for no text, but the loader takes every single value.
            texts.putObject("additionalProperties")
                    .putArray("type")
                    .add("string")
                    .add("boolean")
                    .add("number");
            return texts;
        }
        return type == Duration.class || type == DeregistrationLimit.class ? JSON.objectNode() : null;
    }

    private static <T> ObjectNode words(T[] values, Function<T, String> word) {
        ObjectNode node = JSON.objectNode().put("type", "string");
        ArrayNode words = node.putArray("enum");
        Arrays.stream(values).map(word).forEach(words::add);
        return node;
    }

    private static void limit(ObjectNode node, FieldScope field) {
        Class<?> type = field.getType().getErasedType();
        if (type == Duration.class) {
            DurationMin least = Objects.requireNonNull(field.getAnnotation(DurationMin.class));
            DurationMax most = Objects.requireNonNull(field.getAnnotation(DurationMax.class));
            long seconds = Duration.ofDays(most.days()).plusHours(most.hours()).toSeconds();
            long fewest =
                    Duration.ofDays(least.days()).plusSeconds(least.seconds()).toSeconds();
            numberOrText(node, fewest, seconds, DURATION);
        } else if (type == DeregistrationLimit.class) {
            numberOrText(node, 1, 999_999_999, "^(100|[1-9][0-9]?)%$|^[1-9][0-9]{0,8}$");
        } else if (type == List.class) {
            node.put("uniqueItems", true).put("maxItems", LONGEST_LIST);
        }
    }

    private static void numberOrText(ObjectNode node, long least, long most, String pattern) {
        ArrayNode anyOf = node.putArray("anyOf");
        anyOf.addObject().put("type", "integer").put("minimum", least).put("maximum", most);
        anyOf.addObject().put("type", "string").put("pattern", pattern);
    }

    private static @Nullable Object defaultOf(FieldScope field) {
        Class<?> owner = field.getDeclaringType().getErasedType();
        if (owner == EventQueueConfig.class || owner == SelectConfig.class) {
            return null;
        }
        Record defaults = owner == Config.class
                ? Config.DEFAULTS
                : owner == PrometheusConfig.class ? PrometheusConfig.DEFAULTS : ServiceConfig.of("", "", List.of());
        Object value = value(defaults, field.getDeclaredName());
        if (value instanceof Duration duration) {
            return DurationText.format(duration);
        } else if (value instanceof LogLevel level) {
            return level.name();
        } else if (value instanceof Enum<?> constant) {
            return Choice.word(constant);
        } else if (value instanceof DeregistrationLimit limit) {
            return limit.toString();
        }
        if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Enum<?>) {
            return list.stream()
                    .map(constant -> Choice.word((Enum<?>) constant))
                    .toList();
        }
        return "".equals(value) || List.of().equals(value) ? null : value;
    }

    private static @Nullable Object value(Record record, String component) {
        try {
            return record.getClass().getMethod(component).invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
