package io.github.cloudunmap.text;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Hides secrets in text that is shown. Errors of AWS, proxies and the SDK can contain parts of requests and answers.
 * Known secrets are hidden wherever they occur, and so is text that looks like a credential. All parts of the process
 * share the known secrets, because they write to the same log. Any thread may call this class.
 */
public final class Redaction {
    private static final String HIDDEN = "***";
    /**
     * A known secret is hidden only if it has at least this many characters. A shorter text could be part of ordinary
     * words. AWS's own secrets have at least 16 characters.
     */
    private static final int SHORTEST = 16;
    /**
     * The largest number of known secrets. If there are more, the oldest secret is forgotten, which has normally
     * expired. A secret that is still in use is added again at its next use. The credentials of a role are three
     * secrets, so the limit is enough for about three hundred roles.
     */
    private static final int MOST = 1_000;

    private static final Pattern USER_IN_URL = Pattern.compile("(?<=://)[^/?#\\s\"'<>]*@");
    private static final Pattern TOKEN = Pattern.compile("(?<![\\w-])eyJ[\\w-]++\\.[\\w-]+(?:\\.[\\w-]+)?");
    private static final Pattern KEY_ID = Pattern.compile("\\bA[SK]IA[A-Z0-9]{12,}");
    private static final Pattern AUTHORIZATION =
            Pattern.compile("(?i)(?<name>authorization\\\\?[\"']?\\s*[:=]\\s*\\\\?[\"']?)[^\\s\"'<][^\\n\\r\"'<]*");
    private static final Pattern NAMED = Pattern.compile(
            "(?i)(?<name>(?<![\\w-])(?:x-amz-|aws_)?(?:signature|credential|security-?token|session_?token"
                    + "|webidentitytoken|secret-?access-?key|secret_?access_?key|accesskeyid|(?<=\")token)"
                    + "\\\\?[\"']?\\s*[:=>]\\s*\\\\?[\"']?)[^\\s\"'<>&,;\\\\]+");

    private static final Set<String> SECRETS = new LinkedHashSet<>();

    private Redaction() {}

    /** Hides this text from now on. A text of fewer than 16 characters is ignored. */
    public static void conceal(String secret) {
        if (secret.length() < SHORTEST) {
            return;
        }
        synchronized (SECRETS) {
            if (SECRETS.add(secret) && SECRETS.size() > MOST) {
                SECRETS.remove(SECRETS.iterator().next());
            }
        }
    }

    /** Returns the text with {@code ***} in place of every secret. */
    public static String of(String text) {
        if (text.length() < SHORTEST && !text.contains("://")) {
            return text;
        }
        String shown = withoutKnownSecrets(text);
        shown = AUTHORIZATION.matcher(shown).replaceAll("${name}" + HIDDEN);
        shown = NAMED.matcher(shown).replaceAll("${name}" + HIDDEN);
        shown = USER_IN_URL.matcher(shown).replaceAll(HIDDEN + "@");
        shown = TOKEN.matcher(shown).replaceAll(HIDDEN);
        return KEY_ID.matcher(shown).replaceAll(HIDDEN);
    }

    /**
     * Returns the identifier with {@code ***} in place of known secrets. Text that only looks like a secret is kept.
     */
    public static String ofIdentifier(String identifier) {
        return withoutKnownSecrets(identifier);
    }

    private static String withoutKnownSecrets(String text) {
        String shown = text;
        synchronized (SECRETS) {
            for (String secret : SECRETS) {
                shown = shown.replace(secret, HIDDEN);
            }
        }
        return shown;
    }
}
