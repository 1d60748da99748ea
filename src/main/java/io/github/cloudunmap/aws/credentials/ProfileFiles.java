package io.github.cloudunmap.aws.credentials;

import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;

/**
 * Finds errors in the AWS configuration file and the AWS credentials file. Each call reads them anew, because a
 * rotation of credentials can rewrite them at any time.
 */
final class ProfileFiles {
    private ProfileFiles() {}

    /**
     * Returns which of the two files has an error now, and which error. The result is empty if neither has one, and
     * for a file that is missing or that the process may not open. The SDK's own message names the line, but not the
     * file.
     */
    static Optional<String> problem() {
        return problem(ProfileFileLocation.credentialsFileLocation(), ProfileFile.Type.CREDENTIALS)
                .or(() -> problem(ProfileFileLocation.configurationFileLocation(), ProfileFile.Type.CONFIGURATION));
    }

    private static Optional<String> problem(Optional<Path> file, ProfileFile.Type type) {
        return file.flatMap(path -> {
            try {
                ProfileFile.builder().content(path).type(type).build();
                return Optional.empty();
            } catch (RuntimeException e) {
                return Optional.of(
                        path + " cannot be read: " + e.getMessage() + "; correct it, unless it is being written");
            }
        });
    }
}
