package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoleNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "9", "ADMIN", "team:Ops_1.x-y"})
    void isAccepted(String name) {
        assertThat(RoleName.of(name).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "_a", "-a", ":a", "a,b", "a b", "a\n", "\na", "a\u0000", "\u00e9", "\uff41", "\u212a", "a'--",
                "\u0131", "a\u200b"
            })
    void isRefused(String name) {
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> RoleName.of(name));
    }

    @Test
    void isComparedWithoutRegardToCase() {
        assertThat(RoleName.of("ADMIN")).isEqualTo(RoleName.of("admin")).hasSameHashCodeAs(RoleName.of("admin"));
        assertThat(RoleName.of("ADMIN").normalized()).isEqualTo("admin");
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> new RoleName("user", "admin"));
    }

    @Test
    void hasAtMost64Characters() {
        assertThat(RoleName.of("a".repeat(64)).name()).hasSize(64);
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> RoleName.of("a".repeat(65)));
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> RoleName.of("a".repeat(10_000_000)));
    }
}
