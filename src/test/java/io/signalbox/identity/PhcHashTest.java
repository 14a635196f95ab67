package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhcHashTest {

    private static final String SALT = "c29tZXNhbHRzb21lc2FsdA";
    private static final String TAG = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private static final String TAIL = "$" + SALT + "$" + TAG;

    @Test
    void isWrittenAsItWasRead() {
        String text = "$argon2id$v=19$m=19456,t=2,p=1" + TAIL;
        PhcHash hash = PhcHash.parse(text).orElseThrow();
        assertThat(hash.parameters()).isEqualTo(Argon2Parameters.DEFAULT);
        assertThat(hash.salt()).asString().isEqualTo("somesaltsomesalt");
        assertThat(hash.encode()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"m=8,t=1,p=1", "m=262144,t=10,p=4", "m=32,t=1,p=4"})
    void reachesItsBounds(String parameters) {
        assertThat(PhcHash.parse("$argon2id$v=19$" + parameters + TAIL)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m=7,t=1,p=1",
                "m=262145,t=1,p=1",
                "m=99999999,t=1,p=1",
                "m=2147483648,t=1,p=1",
                "m=99999999999999999999,t=1,p=1",
                "m=-1,t=1,p=1",
                "m=0,t=1,p=1",
                "m=019456,t=1,p=1",
                "m=19456,t=0,p=1",
                "m=19456,t=11,p=1",
                "m=19456,t=2147483648,p=1",
                "m=19456,t=2,p=0",
                "m=19456,t=2,p=5",
                "m=19456,t=2,p=255",
                "m=31,t=1,p=4",
                "t=2,m=19456,p=1",
                "m=19456,t=2",
                "m=19456,t=2,p=1,keyid=",
                "m=19456,t=2,p=1,keyid=A",
                "m=19456,t=2,p=1,keyid=AAAAAAAAAAAA",
                "m=19456,t=2,p=1,data=AAAA",
                "m= 19456,t=2,p=1",
                "m=\u0661\u0669456,t=2,p=1"
            })
    void refusesParametersOutOfBounds(String parameters) {
        assertThat(PhcHash.parse("$argon2id$v=19$" + parameters + TAIL)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "$argon2id$v=19$m=19456,t=2,p=1$xx",
                "$argon2id$v=19$m=19456,t=2,p=1$" + SALT,
                "$argon2id$v=19$m=19456,t=2,p=1$" + SALT + "$",
                "$argon2id$v=19$m=19456,t=2,p=1$" + SALT + "$AAAA",
                "$argon2id$v=19$m=19456,t=2,p=1$AAAA$" + TAG,
                "$argon2id$v=19$m=19456,t=2,p=1$!!!!!!!!!!!!!!!!$" + TAG,
                "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAA$" + TAG,
                "$argon2id$v=19$m=19456,t=2,p=1" + TAIL + "=",
                "$argon2id$v=19$m=19456,t=2,p=1" + TAIL + "\n",
                " $argon2id$v=19$m=19456,t=2,p=1" + TAIL,
                "$argon2i$v=19$m=19456,t=2,p=1" + TAIL,
                "$argon2d$v=19$m=19456,t=2,p=1" + TAIL,
                "$argon2id$v=16$m=19456,t=2,p=1" + TAIL,
                "$argon2id$m=19456,t=2,p=1" + TAIL,
                "{argon2}$argon2id$v=19$m=19456,t=2,p=1" + TAIL,
                "{noop}secret",
                "$2b$10$short",
                "$5$rounds=999999999$salt$hash"
            })
    void isEmptyForAnythingElse(String text) {
        assertThat(PhcHash.parse(text)).isEmpty();
    }

    @Test
    void refusesLongTextAtOnce() {
        assertThat(PhcHash.parse("$argon2id$v=19$m=19456,t=2,p=1$" + "A".repeat(10_000_000) + "$" + TAG))
                .isEmpty();
        assertThat(PhcHash.parse("$argon2id$v=19$m=64,t=1,p=1$" + "A".repeat(87) + "$" + TAG))
                .isEmpty();
        assertThat(PhcHash.parse("$argon2id$v=19$m=64,t=1,p=1$" + SALT + "$" + "A".repeat(87)))
                .isEmpty();
    }
}
