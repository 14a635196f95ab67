package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @ParameterizedTest
    @CsvSource({
        "Admin@Example.ORG, admin@example.org",
        "\uff41dmin@example.org, admin@example.org",
        "admin\uff20example.org, admin@example.org",
        "e\u0301@example.org, \u00e9@example.org",
        "\u00c9@example.org, \u00e9@example.org",
        "\u212aelvin@example.org, kelvin@example.org",
        "\u017fam@example.org, sam@example.org",
        "\ufb01@example.org, fi@example.org",
        "\u0130@example.org, i\u0307@example.org",
        "\u0430dmin@example.org, \u0430dmin@example.org",
        "a@B\u00dcCHER.example, a@xn--bcher-kva.example",
        "a@XN--BCHER-KVA.example, a@xn--bcher-kva.example",
        "a@stra\u00dfe.de, a@strasse.de",
        "a@b\u3002org, a@b.org",
        "a.b+c@gmail.com, a.b+c@gmail.com",
        "a@b, a@b",
        "' a@b.org ', a@b.org",
        "\u00a0a@b.org\u3000, a@b.org",
    })
    void isComparedInItsNormalizedForm(String typed, String normalized) {
        assertThat(EmailAddress.of(typed).normalized()).isEqualTo(normalized);
    }

    @Test
    void keepsWhatWasTyped() {
        assertThat(EmailAddress.of("Jo.Doe@Example.org").address()).isEqualTo("Jo.Doe@Example.org");
        assertThat(EmailAddress.of("  a@b.org ").address()).isEqualTo("a@b.org");
        assertThat(new EmailAddress(" A@b.org ", "a@b.org").address()).isEqualTo("A@b.org");
    }

    @Test
    void isEqualToAnotherSpelling() {
        assertThat(EmailAddress.of("ADMIN@example.org"))
                .isEqualTo(EmailAddress.of("\uff41dmin@Example.org"))
                .hasSameHashCodeAs(EmailAddress.of("\uff41dmin@Example.org"))
                .isNotEqualTo(EmailAddress.of("\u0430dmin@example.org"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\u3000",
                "a",
                "@",
                "@example.org",
                " @example.org",
                "a@",
                "a@@example.org",
                "a@b@example.org",
                "\"a@b\"@example.org",
                "a\uff20b@example.org",
                "a b@example.org",
                "a\u00a0b@example.org",
                "x\u00a8@example.org",
                "a,b@example.org",
                "<a>@example.org",
                "a:b;@example.org",
                "a\\b@example.org",
                "a@example..org",
                "a@.example.org",
                "a@example.org.",
                "a@-example.org",
                "a@exa_mple.org",
                "a@exa mple.org",
                "a@[127.0.0.1]",
                "a\u0000b@example.org",
                "a\tb@example.org",
                "a@example.org\r\nBcc: x@example.org",
                "a@example.org\n",
                "a\u2028@example.org",
                "a\u200b@example.org",
                "a\u200d@example.org",
                "\u202ea@example.org",
                "\ufeffa@example.org",
                "a\ue000@example.org",
                "a\u0378@example.org",
                "' or '1'='1"
            })
    void isRefused(String typed) {
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> EmailAddress.of(typed));
    }

    @Test
    void refusesUnpairedSurrogates() {
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> EmailAddress.of("a\ud800@b.org"));
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> EmailAddress.of("a\udc00@b.org"));
    }

    @Test
    void boundsEachPart() {
        String local = "a".repeat(64);
        assertThat(EmailAddress.of(local + "@example.org").normalized()).startsWith(local);
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> EmailAddress.of(local + "a@b.org"));
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> EmailAddress.of("a@" + "b".repeat(64) + ".org"));
        String domain = String.join(".", "b".repeat(63), "c".repeat(63), "d".repeat(61));
        assertThat(EmailAddress.of(local + "@" + domain).normalized()).hasSize(254);
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> EmailAddress.of(local + "@d" + domain));
        assertThatExceptionOfType(InvalidValueException.class)
                .describedAs("grows beyond the limit when normalized")
                .isThrownBy(() -> EmailAddress.of("\ufdfa".repeat(60) + "@b.org"));
    }

    @Test
    void refusesTenMegabytesAtOnce() {
        String huge = "a".repeat(10_000_000);
        Assertions.assertTimeout(
                Duration.ofMillis(200),
                () -> assertThatThrownBy(() -> EmailAddress.of(huge))
                        .isInstanceOf(InvalidValueException.class)
                        .hasMessageContaining("10000000")
                        .hasMessageContaining("254"));
    }

    @Test
    void namesTheProblemAndNotTheText() {
        assertThatThrownBy(() -> EmailAddress.of("my-secret\u0007@b.org"))
                .hasMessage("The e-mail address was refused: the character U+0007 cannot be part of it");
    }

    @Test
    void cannotBeMadeOfTwoFormsThatDiffer() {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> new EmailAddress("a@b.org", "root@b.org"));
    }

    @Test
    void normalizingAgainChangesNothing() {
        for (int c = 0x21; c < 0x20000; c++) {
            String typed = Character.toString(c) + "x@b.org";
            String normalized = normalizedOrEmpty(typed);
            if (!normalized.isEmpty()) {
                assertThat(normalizedOrEmpty(normalized))
                        .describedAs("U+%04X", c)
                        .isEqualTo(normalized);
            }
        }
    }

    @Test
    void garbageIsRefusedByOurOwnException() {
        Random random = new Random(4711);
        for (int i = 0; i < 20_000; i++) {
            char[] chars = new char[1 + random.nextInt(12)];
            for (int k = 0; k < chars.length; k++) {
                chars[k] = (char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000);
            }
            normalizedOrEmpty("a@" + new String(chars));
        }
    }

    private static String normalizedOrEmpty(String typed) {
        try {
            return EmailAddress.of(typed).normalized();
        } catch (InvalidValueException e) {
            return "";
        }
    }
}
