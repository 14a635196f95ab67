package io.signalbox.identity;

import java.text.Normalizer;
import java.util.Locale;
import java.util.function.IntPredicate;

/** The rules that every text from outside obeys. The length is judged first, so that the rest is bounded. */
final class TextRules {

    private TextRules() {}

    /** Refuses a text that is too long or has control characters or unpaired surrogates. */
    static void requirePlain(String kind, String text, int maxLength) {
        requireLength(kind, text, maxLength);
        text.codePoints().forEach(c -> requireNot(TextRules::isControl, kind, c));
    }

    /** Returns the text in Unicode normal form KC, without surrounding white space, if it can be a name. */
    static String canonical(String kind, String typed, int maxLength) {
        requirePlain(kind, typed, maxLength);
        typed.codePoints().forEach(c -> requireNot(TextRules::isUnfitForNames, kind, c));
        String canonical = Normalizer.normalize(typed, Normalizer.Form.NFKC).strip();
        if (canonical.isEmpty()) {
            throw new InvalidValueException(kind, "it is empty");
        }
        return canonical;
    }

    static void requireLength(String kind, String text, int maxLength) {
        if (text.length() > maxLength) {
            throw new InvalidValueException(
                    kind, "it has " + text.length() + " characters, and at most " + maxLength + " are allowed");
        }
    }

    private static void requireNot(IntPredicate refused, String kind, int codePoint) {
        if (refused.test(codePoint)) {
            throw new InvalidValueException(
                    kind, String.format(Locale.ROOT, "the character U+%04X cannot be part of it", codePoint));
        }
    }

    private static boolean isControl(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }

    /** Invisible, or without a normal form that will stay. */
    private static boolean isUnfitForNames(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.FORMAT, Character.PRIVATE_USE, Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
