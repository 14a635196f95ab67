package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsernameTest {

    @ParameterizedTest
    @CsvSource({
        "ADMIN, admin",
        "\uff41dmin, admin",
        "e\u0301mile, \u00e9mile",
        "\u212a, k",
        "\u017f, s",
        "\ufb01, fi",
        "\u0130, i\u0307",
        "\u0430dmin, \u0430dmin",
        "' jo_doe-2.x ', jo_doe-2.x",
        "\u0928\u093f\u0924\u093f\u0928, \u0928\u093f\u0924\u093f\u0928",
    })
    void isComparedInItsNormalizedForm(String typed, String normalized) {
        assertThat(Username.of(typed).normalized()).isEqualTo(normalized);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a@b",
                "a\uff20b",
                "-a",
                "_a",
                ".",
                "a\u0000b",
                "a\nb",
                "a\u200bb",
                "a\u202eb",
                "a'; DROP TABLE users; --",
                "a\"b",
                "a/b",
                "a%",
                "<a>"
            })
    void isRefused(String typed) {
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> Username.of(typed));
    }

    @Test
    void hasAtMost64Characters() {
        assertThat(Username.of("a".repeat(64)).name()).hasSize(64);
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> Username.of("a".repeat(65)));
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> Username.of("\ufb03".repeat(22)));
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> Username.of("a".repeat(10_000_000)));
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> Username.of("a\ud800"));
    }

    @Test
    void isEqualToAnotherSpellingAndKeepsItsOwn() {
        Username username = Username.of("Jo");
        assertThat(username).isEqualTo(Username.of("\uff2aO")).hasSameHashCodeAs(Username.of("jo"));
        assertThat(username.name()).isEqualTo("Jo");
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> new Username("jo", "root"));
    }
}
