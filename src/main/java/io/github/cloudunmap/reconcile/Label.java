package io.github.cloudunmap.reconcile;

import java.util.Locale;

/** Spells constants for logs, metrics and tables: {@code ADDRESS_MISMATCH} is {@code address-mismatch}. */
public final class Label {
    private Label() {}

    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
