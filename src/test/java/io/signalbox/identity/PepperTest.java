package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PepperTest {

    private static final char[] PASSWORD = "correct horse".toCharArray();

    /** Keys in memory, as many as there are ids. */
    private static final class Keys implements Pepper {
        private final Map<String, byte[]> keys = new HashMap<>();
        private String current = "k1";

        private Keys with(String id, String key) {
            keys.put(id, key.getBytes(StandardCharsets.UTF_8));
            current = id;
            return this;
        }

        @Override
        public String currentKeyId() {
            return current;
        }

        @Override
        public Optional<byte[]> key(String keyId) {
            return Optional.ofNullable(keys.get(keyId));
        }
    }

    private static Argon2idHasher hasher(Pepper pepper) {
        return new Argon2idHasher(IdentityFixture.LIGHT, new SecureRandom(), 1, pepper);
    }

    @Test
    void isPartOfTheHashAndItsIdIsWrittenThere() {
        String hash = hasher(new Keys().with("k1", "0123456789abcdef")).hash(PASSWORD);
        assertThat(hash).contains(",keyid=azE$");
        assertThat(hasher(new Keys().with("k1", "0123456789abcdef")).verify(PASSWORD, hash))
                .isTrue();
        assertThat(hasher(new Keys().with("k1", "another key 0123")).verify(PASSWORD, hash))
                .isFalse();
    }

    @Test
    void isNeededToReadTheHash() {
        String hash = hasher(new Keys().with("k1", "0123456789abcdef")).hash(PASSWORD);
        for (Argon2idHasher other :
                new Argon2idHasher[] {hasher(null), hasher(new Keys().with("k2", "0123456789abcdef"))}) {
            assertThat(other.supports(hash)).isFalse();
            assertThat(other.verify(PASSWORD, hash)).isFalse();
        }
    }

    @Test
    void isRotatedAndIntroducedLogin() {
        Keys keys = new Keys().with("k1", "0123456789abcdef");
        String first = hasher(keys).hash(PASSWORD);
        String without = hasher(null).hash(PASSWORD);
        Argon2idHasher now = hasher(keys.with("k2", "fedcba9876543210"));
        assertThat(now.verify(PASSWORD, first)).isTrue();
        assertThat(now.verify(PASSWORD, without)).isTrue();
        assertThat(now.needsRehash(first)).isTrue();
        assertThat(now.needsRehash(without)).isTrue();
        assertThat(now.needsRehash(now.hash(PASSWORD))).isFalse();
    }

    @Test
    void isRefusedIfItIsNone() {
        assertThatIllegalStateException()
                .isThrownBy(() -> hasher(new Keys()).hash(PASSWORD))
                .withMessageContaining("no key");
        assertThatIllegalStateException()
                .isThrownBy(() -> hasher(new Keys().with("k1", "short")).hash(PASSWORD));
        assertThatIllegalStateException()
                .isThrownBy(() -> hasher(new Keys().with("an id, too long", "0123456789abcdef"))
                        .hash(PASSWORD));
    }
}
