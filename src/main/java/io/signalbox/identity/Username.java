package io.signalbox.identity;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A username: as it was typed, to show, and normalized (Unicode normal form KC, lower case), to compare. Two usernames
 * are equal if they are normalized alike. It consists of letters, marks and digits of any script and of {@code . _ -},
 * so that it is never an e-mail address.
 *
 * @param name as typed, without surrounding white space; 1 to 64 characters
 * @param normalized the normalized form of {@code name}; 1 to 64 characters
 */
public record Username(String name, String normalized) {

    private static final String KIND = "username";
    private static final int MAX_LENGTH = 64;

    /**
     * Checks that the two forms belong together; {@link #of} is the usual way.
     *
     * @throws InvalidValueException if they do not, or if {@code name} is none
     */
    public Username {
        if (!normalize(name).equals(normalized)) {
            throw new InvalidValueException(KIND, "the normalized form is not that of the name");
        }
        name = name.strip();
    }

    /**
     * The username that was typed.
     *
     * @throws InvalidValueException if it has more than 64 characters, is empty, or holds others than those above
     */
    public static Username of(String typed) {
        return new Username(typed, normalize(typed));
    }

    private static String normalize(String typed) {
        String normalized = TextRules.canonical(KIND, typed, MAX_LENGTH).toLowerCase(Locale.ROOT);
        TextRules.requireLength(KIND, normalized, MAX_LENGTH);
        if (!normalized.codePoints().allMatch(Username::isAllowed)
                || !Character.isLetterOrDigit(normalized.codePointAt(0))) {
            throw new InvalidValueException(
                    KIND, "it must begin with a letter or digit and hold nothing but letters, digits and . _ -");
        }
        return normalized;
    }

    private static boolean isAllowed(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> Character.isLetterOrDigit(codePoint) || "._-".indexOf(codePoint) >= 0;
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Username that && normalized.equals(that.normalized);
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
