package io.github.cloudunmap.reconcile;

import java.util.Locale;
import java.util.Optional;

/**
 * The id of an EC2 instance: {@code i-} and 8 or 17 hexadecimal digits. An id is stored in lower case, as EC2 writes
 * it. So two ids that differ only in case are equal.
 */
public final class Ec2Id {
    private static final String PREFIX = "i-";
    private static final int SHORT = 8;
    private static final int LONG = 17;

    private final String value;

    private Ec2Id(String value) {
        this.value = value;
    }

    /** Reads an id, in upper or lower case and with or without blanks around it. Empty if the text is no EC2 id. */
    public static Optional<Ec2Id> parse(String text) {
        String id = text.strip().toLowerCase(Locale.ROOT);
        int digits = id.length() - PREFIX.length();
        // No regular expression, for speed: a pass parses the ids of each registration several times.
        return id.startsWith(PREFIX) && (digits == SHORT || digits == LONG) && isHexadecimal(id)
                ? Optional.of(new Ec2Id(id))
                : Optional.empty();
    }

    private static boolean isHexadecimal(String id) {
        for (int i = PREFIX.length(); i < id.length(); i++) {
            if (Character.digit(id.charAt(i), 16) < 0 || id.charAt(i) > 'f') { // no other alphabet's digits
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
