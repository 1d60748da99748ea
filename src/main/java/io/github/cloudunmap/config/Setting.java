package io.github.cloudunmap.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One setting of a block of the configuration file, as a component of the block's record. The code that reads, prints
 * or compares settings takes their keys from these components.
 */
public record Setting(RecordComponent component) {
    /** Returns the settings of a block in the order of the record's components. */
    public static List<Setting> of(Class<? extends Record> block) {
        return Arrays.stream(block.getRecordComponents()).map(Setting::new).toList();
    }

    /**
     * Makes a block from the values of its settings.
     *
     * @param value returns the value of a setting; empty for a setting without a value
     */
    public static <R extends Record> R block(Class<R> type, Function<Setting, Optional<?>> value) {
        List<Setting> settings = of(type);
        Object[] values =
                settings.stream().map(value).map(found -> found.orElse(null)).toArray();
        try {
            return type.getDeclaredConstructor(
                            settings.stream().map(Setting::type).toArray(Class[]::new))
                    .newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a copy of the record of a block of the file, with this value for the setting {@code key}. */
    static <R extends Record> R with(R block, String key, @Nullable Object value) {
        @SuppressWarnings("unchecked") // R is the class of the block, because records are final
        Class<R> type = (Class<R>) block.getClass();
        return block(type, setting -> setting.key().equals(key) ? Optional.ofNullable(value) : setting.valueIn(block));
    }

    /** Returns the name as a file spells it: {@code grace-period} for {@code gracePeriod}. */
    public String key() {
        return key(component.getName());
    }

    static String key(String component) {
        return component.replaceAll("[A-Z]", "-$0").toLowerCase(Locale.ROOT);
    }

    public Class<?> type() {
        return component.getType();
    }

    /** Returns the record type of the elements if the setting is a list of records; otherwise empty. */
    public Optional<Class<? extends Record>> blocks() {
        return items().filter(Class::isRecord).map(item -> item.asSubclass(Record.class));
    }

    /** Returns the type of the elements of a list; empty for a single value or a block. Not to be called for a map. */
    public Optional<Class<?>> items() {
        return component.getGenericType() instanceof ParameterizedType list
                        && list.getActualTypeArguments()[0] instanceof Class<?> item
                ? Optional.of(item)
                : Optional.empty();
    }

    /** Whether the setting can be left out although it has no default. */
    public boolean isOptional() {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /** Returns the setting's value in this block; empty if the block has no value for it. */
    public Optional<Object> valueIn(Record block) {
        try {
            return Optional.ofNullable(component.getAccessor().invoke(block));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
