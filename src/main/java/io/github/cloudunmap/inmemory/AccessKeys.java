package io.github.cloudunmap.inmemory;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes and reads access key ids that contain the account of the key. A key of any other form belongs to the default
 * account.
 */
final class AccessKeys {
    static final String DEFAULT_ACCOUNT = "123456789012";

    private static final Pattern OURS = Pattern.compile("A[SK]IADEMO(\\d{12})\\w*");

    private AccessKeys() {}

    static String permanent(String account) {
        return "AKIADEMO" + account;
    }

    static String temporary(String account, String suffix) {
        return "ASIADEMO" + account + suffix;
    }

    static String account(String accessKeyId) {
        Matcher matcher = OURS.matcher(accessKeyId);
        return matcher.matches() ? matcher.group(1) : DEFAULT_ACCOUNT;
    }
}
