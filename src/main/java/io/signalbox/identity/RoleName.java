package io.signalbox.identity;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a role: as it was given, and in lower case, to compare. Two names are equal if they differ in case only.
 *
 * @param name 1 to 64 characters: an ASCII letter or digit, then ASCII letters, digits and {@code _ . : -}
 * @param normalized {@code name} in lower case
 */
public record RoleName(String name, String normalized) {

    private static final String KIND = "role name";
    private static final int MAX_LENGTH = 64;
    private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}");

    /**
     * Checks the name; {@link #of} is the usual way.
     *
     * @throws InvalidValueException if it is none, or if {@code normalized} is not its lower case
     */
    public RoleName {
        TextRules.requireLength(KIND, name, MAX_LENGTH);
        if (!PATTERN.matcher(name).matches()) {
            throw new InvalidValueException(
                    KIND, "it must begin with an ASCII letter or digit and hold nothing but those and _ . : -");
        }
        if (!lowerCase(name).equals(normalized)) {
            throw new InvalidValueException(KIND, "the normalized form is not that of the name");
        }
    }

    /**
     * The role name that was given.
     *
     * @throws InvalidValueException if it has more than 64 characters, is empty, or holds others than those above
     */
    public static RoleName of(String name) {
        TextRules.requireLength(KIND, name, MAX_LENGTH);
        return new RoleName(name, lowerCase(name));
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RoleName that && normalized.equals(that.normalized);
    }

    @Override
    public int hashCode() {
        return normalized.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
