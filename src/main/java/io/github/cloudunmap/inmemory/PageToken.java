package io.github.cloudunmap.inmemory;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Makes and reads page tokens. A token is opaque to the caller, and valid only with the {@code query} text from which
 * it was made.
 */
final class PageToken {
    private PageToken() {}

    static String of(String query, String position) {
        String text = Integer.toHexString(query.hashCode()) + '@' + position;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the position in the token; empty if the token belongs to another query. */
    static Optional<String> position(String query, String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            String prefix = Integer.toHexString(query.hashCode()) + '@';
            return text.startsWith(prefix) ? Optional.of(text.substring(prefix.length())) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
