package io.signalbox.text;

import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The width of text in columns of a terminal, and text made safe to print there.
 *
 * <p>The width is counted by what a reader sees as one character (an extended grapheme cluster): a letter with its
 * accents, an emoji with its skin tone, a family of emoji, a flag. A cluster takes two columns if a code point in it is
 * East Asian wide or an emoji, or if it asks for the emoji's picture (U+FE0F). Otherwise it takes one for each code
 * point that is not a mark or a format character, so Java versions that cut Indic clusters differently agree. Ambiguous
 * characters, such as Greek in an old CJK font, count as one.
 *
 * <p>It is an estimate: a terminal that draws a joined emoji as its parts, or an Indic cluster narrower, will be off
 * by the difference. Text written from right to left gets the right width; its order is the terminal's affair.
 */
final class TerminalText {

    private static final Pattern CLUSTER = Pattern.compile("\\X");

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int EMOJI_PRESENTATION = 0xFE0F;
    private static final int REPLACEMENT = 0xFFFD;

    /** First and last code points of each wide range: EastAsianWidth.txt W and F, and the regional indicators. */
    private static final int[] WIDE = {
        0x1100, 0x115F, 0x231A, 0x231B, 0x2329, 0x232A, 0x23E9, 0x23EC, 0x23F0, 0x23F0, 0x23F3, 0x23F3, 0x25FD, 0x25FE,
        0x2614, 0x2615, 0x2648, 0x2653, 0x267F, 0x267F, 0x2693, 0x2693, 0x26A1, 0x26A1, 0x26AA, 0x26AB, 0x26BD, 0x26BE,
        0x26C4, 0x26C5, 0x26CE, 0x26CE, 0x26D4, 0x26D4, 0x26EA, 0x26EA, 0x26F2, 0x26F3, 0x26F5, 0x26F5, 0x26FA, 0x26FA,
        0x26FD, 0x26FD, 0x2705, 0x2705, 0x270A, 0x270B, 0x2728, 0x2728, 0x274C, 0x274C, 0x274E, 0x274E, 0x2753, 0x2755,
        0x2757, 0x2757, 0x2795, 0x2797, 0x27B0, 0x27B0, 0x27BF, 0x27BF, 0x2B1B, 0x2B1C, 0x2B50, 0x2B50, 0x2B55, 0x2B55,
        0x2E80, 0x303E, 0x3041, 0x3247, 0x3250, 0x4DBF, 0x4E00, 0xA4C6, 0xA960, 0xA97C, 0xAC00, 0xD7A3, 0xF900, 0xFAD9,
        0xFE10, 0xFE19, 0xFE30, 0xFE6B, 0xFF01, 0xFF60, 0xFFE0, 0xFFE6, 0x16FE0, 0x1B2FB, 0x1F004, 0x1F004, 0x1F0CF,
        0x1F0CF, 0x1F18E, 0x1F18E, 0x1F191, 0x1F19A, 0x1F1E6, 0x1F320, 0x1F32D, 0x1F335, 0x1F337, 0x1F37C, 0x1F37E,
        0x1F393, 0x1F3A0, 0x1F3CA, 0x1F3CF, 0x1F3D3, 0x1F3E0, 0x1F3F0, 0x1F3F4, 0x1F3F4, 0x1F3F8, 0x1F43E, 0x1F440,
        0x1F440, 0x1F442, 0x1F4FC, 0x1F4FF, 0x1F53D, 0x1F54B, 0x1F54E, 0x1F550, 0x1F567, 0x1F57A, 0x1F57A, 0x1F595,
        0x1F596, 0x1F5A4, 0x1F5A4, 0x1F5FB, 0x1F64F, 0x1F680, 0x1F6C5, 0x1F6CC, 0x1F6CC, 0x1F6D0, 0x1F6D2, 0x1F6D5,
        0x1F6DF, 0x1F6EB, 0x1F6EC, 0x1F6F4, 0x1F6FC, 0x1F7E0, 0x1F7F0, 0x1F90C, 0x1F93A, 0x1F93C, 0x1F945, 0x1F947,
        0x1F9FF, 0x1FA70, 0x1FAFF, 0x20000, 0x3FFFD
    };

    private TerminalText() {}

    static int width(String text) {
        return CLUSTER.matcher(text)
                .results()
                .map(MatchResult::group)
                .mapToInt(TerminalText::clusterWidth)
                .sum();
    }

    /**
     * The text in one line that moves no cursor and turns no direction: control characters become their pictures
     * (U+2400), other line ends and invisible format characters, except those that join emoji and letters, U+FFFD.
     */
    static String printable(String text) {
        return text.codePoints()
                .map(TerminalText::printable)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int clusterWidth(String cluster) {
        boolean wide =
                cluster.indexOf(EMOJI_PRESENTATION) > 0 || cluster.codePoints().anyMatch(TerminalText::isWide);
        return wide
                ? 2
                : (int) cluster.codePoints().filter(TerminalText::isSpacing).count();
    }

    private static boolean isSpacing(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT, Character.CONTROL -> false;
            default -> true;
        };
    }

    private static boolean isWide(int codePoint) {
        int found = Arrays.binarySearch(WIDE, codePoint);
        int insertion = -found - 1;
        return found >= 0 || insertion % 2 == 1;
    }

    private static int printable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL -> controlPicture(codePoint);
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> REPLACEMENT;
            case Character.FORMAT -> isJoining(codePoint) ? codePoint : REPLACEMENT;
            default -> codePoint;
        };
    }

    private static int controlPicture(int control) {
        if (control < 0x20) {
            return 0x2400 + control;
        }
        return control == 0x7F ? 0x2421 : REPLACEMENT;
    }

    private static boolean isJoining(int codePoint) {
        boolean tag = codePoint >= 0xE0020 && codePoint <= 0xE007F;
        return tag || codePoint == ZERO_WIDTH_JOINER || codePoint == ZERO_WIDTH_NON_JOINER;
    }
}
