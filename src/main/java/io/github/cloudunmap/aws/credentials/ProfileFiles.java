package io.github.cloudunmap.aws.credentials;

import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;

/** The AWS configuration file and the credentials file, which whoever rotates credentials writes under our feet. */
final class ProfileFiles {
    private ProfileFiles() {}

    /** Which of the two cannot be read as it is now, and why; the SDK says only the line. */
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
