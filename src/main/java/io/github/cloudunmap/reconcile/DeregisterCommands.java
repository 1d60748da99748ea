package io.github.cloudunmap.reconcile;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The commands that remove registrations by hand, as a message shows them: on one line, to be pasted into a shell.
 *
 * <p>Whoever can register an instance chooses its id. So only ids that Cloud Map documents are written, and among them
 * none that the AWS CLI would take for an option ({@code --region}) or for a file to send ({@code
 * file:///etc/passwd}).
 */
final class DeregisterCommands {
    private static final int MOST = 5;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/:.@-]+");
    private static final Pattern PLAIN_ID = Pattern.compile("[A-Za-z0-9_/:.@][A-Za-z0-9_/:.@-]*");

    private DeregisterCommands() {}

    /** At most five of them, and how many there are beside them; empty if there are none that can be written. */
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

    /** Without a backslash, which a log line doubles. */
    private static String quoted(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\"'\"'") + "'";
    }
}
