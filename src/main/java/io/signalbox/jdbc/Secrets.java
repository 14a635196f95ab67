package io.signalbox.jdbc;

import java.util.regex.Pattern;

/** What is named like a password: a message tells its name, and never its value. */
final class Secrets {

    private static final String NAME =
            "[\\w.-]*(?:password|passwd|passphrase|pwd|secret|token|credential)[\\w.-]*|(?<!\\w)(?:hex|text)?(?:re)?key";
    private static final Pattern NAMED = Pattern.compile(NAME, Pattern.CASE_INSENSITIVE);
    private static final Pattern WITH_VALUE =
            Pattern.compile("(" + NAME + ")\\s*[=:]\\s*[^\\s&;,']+", Pattern.CASE_INSENSITIVE);

    private Secrets() {}

    /** True of a name such as {@code password} or {@code hexkey}. */
    static boolean isNamed(String name) {
        return NAMED.matcher(name).matches();
    }

    /** A text with three asterisks in place of what follows such a name and an equals sign or a colon. */
    static String masked(String text) {
        return WITH_VALUE.matcher(text).replaceAll("$1=***");
    }
}
