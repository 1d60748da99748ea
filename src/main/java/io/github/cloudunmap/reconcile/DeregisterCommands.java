package io.github.cloudunmap.reconcile;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes AWS CLI commands with which an operator can remove registrations by hand. They appear on one line of a log
 * message, to be pasted into a shell.
 *
 * <p>Whoever makes a registration chooses its id, so the id may be hostile. A command is written only for an id of the
 * characters that Cloud Map documents. No command is written for an id that the AWS CLI would read as an option
 * ({@code --region}) or as the name of a file to send ({@code file:///etc/passwd}).
 */
final class DeregisterCommands {
    private static final int MOST = 5;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/:.@-]+");
    private static final Pattern PLAIN_ID = Pattern.compile("[A-Za-z0-9_/:.@][A-Za-z0-9_/:.@-]*");

    private DeregisterCommands() {}

    /**
     * Returns at most five commands, and the number of registrations left out. Empty if no registration has an id that
     * is safe in a shell and for the AWS CLI.
     */
    static String of(ServicePolicy policy, List<RegisteredInstance> instances) {
        List<String> ids = instances.stream()
                .map(RegisteredInstance::id)
                .filter(DeregisterCommands::canBeWritten)
                .limit(MOST)
                .toList();
        if (ids.isEmpty()) {
            return "";
        }
        int others = instances.size() - ids.size();
        return ids.stream().map(id -> command(policy, id)).collect(joining("; "))
                + (others == 0 ? "" : " (and " + others + " more)");
    }

    private static boolean canBeWritten(String id) {
        return PLAIN_ID.matcher(id).matches() && !id.contains("://");
    }

    private static String command(ServicePolicy policy, String id) {
        return "aws servicediscovery deregister-instance --service-id " + quoted(policy.serviceId()) + " --instance-id "
                + id + " --region " + quoted(policy.serviceRegion());
    }

    /** Quotes the text for a shell. It uses no backslash, because a log line doubles each backslash. */
    private static String quoted(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\"'\"'") + "'";
    }
}
