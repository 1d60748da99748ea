package io.github.cloudunmap.selection;

/**
 * A service that a selection finds.
 *
 * @param serviceId the id of the service, or its ARN if the selection names its namespace by an ARN. A selection has
 *     to do so if the namespace belongs to another account
 * @param name the service's name in Cloud Map, made printable and at most 64 characters long
 */
public record FoundService(String serviceId, String name) {
    private static final int LONGEST_NAME = 64;

    public FoundService {
        String printable = name.replaceAll("[\\p{C}\\p{Z}]", "?");
        name = printable.length() > LONGEST_NAME ? printable.substring(0, LONGEST_NAME - 1) + "…" : printable;
    }

    @Override
    public String toString() {
        return serviceId + ", " + name;
    }
}
