package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EncodedPasswordTest {

    @Test
    void isNormalizedUtf8() {
        assertThat(bytes("e\u0301")).isEqualTo("\u00e9".getBytes(StandardCharsets.UTF_8));
        assertThat(bytes("\uff41\ufb01")).isEqualTo("afi".getBytes(StandardCharsets.UTF_8));
        assertThat(bytes(" a ")).isEqualTo(" a ".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void countsCodePoints() {
        assertThat(EncodedPassword.of("a\u00e9\u20ac\ud83d\ude00".toCharArray()).codePoints())
                .isEqualTo(4);
        assertThat(EncodedPassword.of(new char[0]).codePoints()).isZero();
    }

    @Test
    void leavesTheArrayAndWipesItsCopy() {
        char[] password = "correct horse".toCharArray();
        EncodedPassword encoded = EncodedPassword.of(password);
        encoded.close();
        assertThat(password).isEqualTo("correct horse".toCharArray());
        assertThat(encoded.bytes()).hasSize(13).containsOnly(0);
    }

    @Test
    void hasAtMost1024Bytes() {
        assertThat(bytes("a".repeat(1024))).hasSize(1024);
        assertRefused("a".repeat(1025));
        assertRefused("a".repeat(10_000_000));
        assertThat(bytes("\u00e9".repeat(512))).hasSize(1024);
        assertRefused("\u00e9".repeat(513));
        assertRefused("\ufdfa".repeat(100));
    }

    @Test
    void refusesUnpairedSurrogates() {
        assertRefused("password\ud800");
        assertRefused("pass\udc00word");
        assertRefused("pass\ud800word");
    }

    private static byte[] bytes(String password) {
        return EncodedPassword.of(password.toCharArray()).bytes();
    }

    private static void assertRefused(String password) {
        assertThatExceptionOfType(PasswordPolicyException.class)
                .isThrownBy(() -> EncodedPassword.of(password.toCharArray()))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(100).doesNotContain("pass\ud800"));
    }
}
