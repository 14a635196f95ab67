package io.signalbox.identity;

import java.text.Normalizer;
import java.util.Set;

/** The rules that every text from outside obeys. The length is judged first, so that the rest is bounded. */
final class TextRules {

    private static final Set<Integer> NEVER =
            Set.of((int) Character.CONTROL, (int) Character.SURROGATE, (int) Character.LINE_SEPARATOR, (int)
                    Character.PARAGRAPH_SEPARATOR);

    /** Invisible, or without a normal form that will stay. */
    private static final Set<Integer> NEVER_IN_NAMES =
            Set.of((int) Character.FORMAT, (int) Character.PRIVATE_USE, (int) Character.UNASSIGNED);

    private TextRules() {}

    /** Returns the text if it is short enough and free of controls and unpaired surrogates. */
    static String requirePlain(String kind, String text, int maxLength) {
        requireLength(kind, text, maxLength);
        text.codePoints().forEach(c -> requireNot(NEVER, kind, c));
        return text;
    }

    /** Returns the text in Unicode normal form KC, without surrounding white space, if it can be a name. */
    static String canonical(String kind, String typed, int maxLength) {
        requirePlain(kind, typed, maxLength);
        typed.codePoints().forEach(c -> requireNot(NEVER_IN_NAMES, kind, c));
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

    private static void requireNot(Set<Integer> types, String kind, int codePoint) {
        if (types.contains(Character.getType(codePoint))) {
            throw new InvalidValueException(
                    kind, String.format("the character U+%04X cannot be part of it", codePoint));
        }
    }
}
