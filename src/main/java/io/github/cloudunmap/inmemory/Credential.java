package io.github.cloudunmap.inmemory;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The access key and the region of a request, from the signature in the Authorization header. The signature itself is
 * not checked.
 */
record Credential(String accessKeyId, String region) {
    private static final Pattern SCOPE = Pattern.compile("Credential=([^/]+)/\\d+/([^/]+)/[^/]+/aws4_request");

    static Optional<Credential> parse(@Nullable String authorization) {
        Matcher matcher = SCOPE.matcher(authorization == null ? "" : authorization);
        return matcher.find() ? Optional.of(new Credential(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    String account() {
        return AccessKeys.account(accessKeyId);
    }
}
