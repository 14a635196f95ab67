package io.signalbox.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TerminalTextTest {

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "plain, 5",
        "é, 1",
        "e\u0301, 1",
        "\u0301, 0",
        "Żółć, 4",
        "Ελλάς, 5",
        "Москва, 6",
        "北京, 4",
        "ｆｕｌｌ, 8",
        "김철수, 6",
        "\u1112\u1161\u11AB, 2",
        "محمد, 4",
        "नमस्ते, 4",
        "🚂, 2",
        "👍🏽, 2",
        "👩‍👩‍👧‍👦, 2",
        "🇩🇪🇫🇷, 4",
        "❤, 1",
        "❤\uFE0F, 2",
        "⌚, 2",
        "─, 1"
    })
    void countsColumns(String text, int columns) {
        assertThat(TerminalText.width(text)).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource({
        "'tab\there', tab␉here",
        "'\u0000\u007F\u0085', ␀␡\uFFFD",
        "👩‍💻, 👩‍💻",
        "\u200Bx\u2066, \uFFFDx\uFFFD",
        "\uD83Dx, \uFFFDx"
    })
    void makesTextPrintable(String text, String printable) {
        assertThat(TerminalText.printable(text)).isEqualTo(printable);
    }
}
