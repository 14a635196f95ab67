package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2idHasherTest {

    private final Argon2idHasher hasher = new Argon2idHasher(IdentityFixture.LIGHT, new SecureRandom(), 2);

    @Test
    void verifiesItsOwnHashes() {
        String hash = hasher.hash(chars("correct horse"));
        assertThat(hash).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
        assertThat(hasher.supports(hash)).isTrue();
        assertThat(hasher.verify(chars("correct horse"), hash)).isTrue();
        assertThat(hasher.verify(chars("correct horsf"), hash)).isFalse();
        assertThat(hasher.verify(chars(""), hash)).isFalse();
        assertThat(hasher.verify(chars(hash), hash)).isFalse();
        assertThat(hasher.hash(chars("correct horse"))).isNotEqualTo(hash);
    }

    /** From the tests of the reference implementation, github.com/P-H-C/phc-winner-argon2. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc"
            })
    void verifiesTheReferenceVectors(String hash) {
        assertThat(hasher.verify(chars("password"), hash)).isTrue();
        assertThat(hasher.verify(chars("differentpassword"), hash)).isFalse();
    }

    @Test
    void takesEqualTextForEqual() {
        String hash = hasher.hash(chars("caf\u00e9 \uff41"));
        assertThat(hasher.verify(chars("cafe\u0301 a"), hash)).isTrue();
        assertThat(hasher.verify(chars(" cafe\u0301 a"), hash)).isFalse();
    }

    @Test
    void neverThrowsOnVerify() {
        String hash = hasher.hash(chars("correct horse"));
        for (String unreadable :
                List.of("", "garbage", "$argon2id$v=19$m=99999999,t=2,p=1$AAAAAAAAAAA$AAAA", "\ud800")) {
            assertThat(hasher.verify(chars("correct horse"), unreadable)).isFalse();
            assertThat(hasher.supports(unreadable)).isFalse();
            assertThat(hasher.needsRehash(unreadable)).isTrue();
        }
        assertThat(hasher.verify(chars("pass\ud800word"), hash)).isFalse();
        assertThat(hasher.verify(chars("a".repeat(10_000_000)), hash)).isFalse();
        assertThatExceptionOfType(PasswordPolicyException.class).isThrownBy(() -> hasher.hash(chars("pass\ud800word")));
    }

    @Test
    void asksForARehashOfWhatIsWeaker() {
        var strong = new Argon2idHasher(new Argon2Parameters(128, 2, 1, 16, 32), new SecureRandom(), 1);
        String weak = hasher.hash(chars("correct horse"));
        assertThat(strong.needsRehash(weak)).isTrue();
        assertThat(hasher.needsRehash(weak)).isFalse();
        assertThat(hasher.needsRehash(strong.hash(chars("correct horse")))).isFalse();
        assertThat(hasher.verify(chars("correct horse"), strong.hash(chars("correct horse"))))
                .isTrue();
    }

    @Test
    void hashesByDefaultAsOwaspRecommends() {
        assertThat(new Argon2idHasher().hash(chars("correct horse")))
                .matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
    }

    @Test
    void isSharedByManyThreads() throws Exception {
        var one = new Argon2idHasher(IdentityFixture.LIGHT, new SecureRandom(), 1);
        String hash = one.hash(chars("correct horse"));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> logins = IntStream.range(0, 32)
                    .<Callable<Boolean>>mapToObj(i -> () -> one.verify(chars("correct horse"), hash))
                    .toList();
            for (Future<Boolean> login : threads.invokeAll(logins)) {
                assertThat(login.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void refusesParametersThatAreNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Argon2Parameters(7, 1, 1, 16, 32));
        assertThatIllegalArgumentException().isThrownBy(() -> new Argon2Parameters(64, 0, 1, 16, 32));
        assertThatIllegalArgumentException().isThrownBy(() -> new Argon2Parameters(64, 1, 5, 16, 32));
        assertThatIllegalArgumentException().isThrownBy(() -> new Argon2Parameters(64, 1, 1, 7, 32));
        assertThatIllegalArgumentException().isThrownBy(() -> new Argon2Parameters(64, 1, 1, 16, 65));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Argon2idHasher(IdentityFixture.LIGHT, new SecureRandom(), 0))
                .withMessageContaining("0");
    }

    private static char[] chars(String password) {
        return password.toCharArray();
    }
}
