package io.github.cloudunmap.reconcile;

import java.util.Locale;
import java.util.Optional;

/**
 * The id of an EC2 instance: {@code i-} and 8 or 17 hexadecimal digits. Two spellings of an id are equal, because it
 * is kept as EC2 writes it, in lower case.
 */
public final class Ec2Id {
    private static final String PREFIX = "i-";
    private static final int SHORT = 8;
    private static final int LONG = 17;

    private final String value;

    private Ec2Id(String value) {
        this.value = value;
    }

    /** The id that the text is, in any case and with blanks around it; empty if the text is anything else. */
    public static Optional<Ec2Id> parse(String text) {
        String id = text.strip().toLowerCase(Locale.ROOT);
        int digits = id.length() - PREFIX.length();
        // By hand: every verdict parses two ids, several times a pass.
        return id.startsWith(PREFIX) && (digits == SHORT || digits == LONG) && isHexadecimal(id)
                ? Optional.of(new Ec2Id(id))
                : Optional.empty();
    }

    private static boolean isHexadecimal(String id) {
        for (int i = PREFIX.length(); i < id.length(); i++) {
            if (Character.digit(id.charAt(i), 16) < 0 || id.charAt(i) > 'f') { // other alphabets have digits, too
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ec2Id id && value.equals(id.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** The id as EC2 writes it. */
    @Override
    public String toString() {
        return value;
    }
}
