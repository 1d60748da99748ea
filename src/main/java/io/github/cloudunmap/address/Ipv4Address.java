package io.github.cloudunmap.address;

import java.util.OptionalInt;

/** Plain IPv4 addresses: four decimal numbers without leading zeros, and nothing else. EC2 uses only this form. */
final class Ipv4Address {
    private static final int PARTS = 4;
    private static final int MOST = 255;

    private Ipv4Address() {}

    static boolean isPlain(String text) {
        return parse(text).isPresent();
    }

    /** Returns the address as a number; empty if the text is no plain address, for example if it has leading zeros. */
    static OptionalInt parse(String text) {
        // No regular expression, because it would be slow: each pass parses every registered address several times.
        int number = 0;
        int parts = 0;
        int from = 0;
        while (from <= text.length()) {
            int dot = text.indexOf('.', from);
            int end = dot < 0 ? text.length() : dot;
            int part = part(text, from, end);
            if (part < 0 || ++parts > PARTS) {
                return OptionalInt.empty();
            }
            number = number << 8 | part;
            from = end + 1;
        }
        return parts == PARTS ? OptionalInt.of(number) : OptionalInt.empty();
    }

    /** Returns the number from 0 to 255 that these characters spell, or -1. */
    private static int part(String text, int from, int end) {
        int digits = end - from;
        if (digits < 1 || digits > 3 || (digits > 1 && text.charAt(from) == '0')) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < end; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            value = value * 10 + digit - '0';
        }
        return value <= MOST ? value : -1;
    }
}
