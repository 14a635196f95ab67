package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hashes that libxcrypt and Python's hashlib made, and texts that look like hashes. */
class LegacyHashTest {

    private static final String TAG = "95Bg/RfV2QriLpMdLPHK9el0Ighm6E3CBqMKzZKgCa2";

    private final MigratingPasswordHasher hasher =
            new MigratingPasswordHasher(new Argon2idHasher(IdentityFixture.LIGHT, new SecureRandom(), 2));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse;$5$rounds=1000$saltstring$95Bg/RfV2QriLpMdLPHK9el0Ighm6E3CBqMKzZKgCa2",
                "correct horse;$5$abcdefghijklmnop$eLlGDRRp0Ru9mPmgmlr4LXrFitzWX28EZT5eMNr5fN6",
                "correct horse;$6$rounds=1000$salt$Op5Pr8IefYjtJFNiLT8d.Xb85v8VtEyyKosvqEUXP9/.f4IC5kMbKoUZwss1"
                        + "ymncWvUZB6QVTmIH88IN1Uc5C.",
                "correct horse;$6$saltsalt$hRM5XZ86KXEw9UOmjigeVqFgULtFB2sgpC9lXQDfMib3Zgw7mEiUvBJI2EplzfAqxL5V"
                        + "vwp2scFtv/uamSo5z0",
                "correct horse;$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
                "correct horse;$2y$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
                "p\u00e4ssw\u00f6rd;$5$rounds=1000$saltstring$Ukj/hvmiT/TSjH7QNL67Nw4l/mg3AaLZgaZo2zNVMd8",
                "p\u00e4ssw\u00f6rd;$5$abcdefghijklmnop$oJUHl0E.sWtLagpkiB0578fobIqGuCJIrtZGjzoAvp2",
                "p\u00e4ssw\u00f6rd;$6$rounds=1000$salt$EnJZbjWoj15ga4Nv8Mwc/LFH.tCHMBwdLwpPZcVFJfO0/nM6UdCvae1cHvew"
                        + "EWnTXx.6tMgqD6FiWJecqIycS/",
                "p\u00e4ssw\u00f6rd;$6$saltsalt$TQjRhpJdqmLx0U8it3EsUajwkmOMMvw5vhUFc7mohzFFoj/QHrfYUHU1oSkwyCEoTUCD"
                        + "OiAOW135nel3bqtKe.",
                "p\u00e4ssw\u00f6rd;$2b$04$abcdefghijklmnopqrstuuyx2n0Zzopyr9QuYTMCfOJJOj526QVoC",
                "p\u00e4ssw\u00f6rd;$2y$04$abcdefghijklmnopqrstuuyx2n0Zzopyr9QuYTMCfOJJOj526QVoC",
                ";$5$rounds=1000$saltstring$TzAJABAaJwl111nyuH1uQy8kjHahyMHq1D7Y09hLQV1",
                ";$5$abcdefghijklmnop$p99E2fxZB/BTl9j.a2VRY5z71zEP761isnVBuiGlzV3",
                ";$6$rounds=1000$salt$8.6rbmbp5x0d6GHKoit3wSooHPfMEY9cwCpDMr6.bC46HXi1Eqr7xqKZ9RPw"
                        + "aFW/eCyoUBBNRq1xG/f612CuH0",
                ";$6$saltsalt$qkTgsCrWMTAS9gBGcf9W60sFfH.hU0oTCAOJjhbz5tSp/sU3/xXZK4OFwCtq8lIIdpJ6"
                        + "CatVdOTSHKp97TPkt/",
                ";$2b$04$abcdefghijklmnopqrstuubyCG3zY1GIXMyxfivm.ClDiInHzxjiq",
                ";$2y$04$abcdefghijklmnopqrstuubyCG3zY1GIXMyxfivm.ClDiInHzxjiq",
                "correct horse;pbkdf2_sha256$1000$saltSALT1$7RMWXhChvobu4HVOUDAlzHVvnHawSA7efm6lzhNb0Ug=",
                "correct horse;pbkdf2:sha256:1000$saltSALT1$ed13165e10a1be86eee0754e503025cc756f9c76b0480ede7e6"
                        + "ea5ce135bd148",
                "correct horse;$pbkdf2-sha256$1000$./8wMTIzNDU2Nzg5YWJjZA$dxCV04R626Q2dKRCrRTw/vv23ebgVdGzEpUFR"
                        + "5eCrag",
                "correct horse;scrypt:1024:8:1$saltSALT1$d4df903f919b119eb09c6ed24bdbf99ebbfdf3ee27081c370d6dba"
                        + "69054d00ee83bcf95fd3f4eaad7f38599151585aced7aedb9a49af619620e0e376d8a50fda",
                "p\u00e4ssw\u00f6rd;pbkdf2_sha256$1000$saltSALT1$EgvgqmaQZph4K8Dnhjiv62tqiCCPK2c3+SdN6tLm4iw=",
                "p\u00e4ssw\u00f6rd;pbkdf2:sha256:1000$saltSALT1$120be0aa66906698782bc0e78638afeb6b6a88208f2b6737f92"
                        + "74dead2e6e22c",
                "p\u00e4ssw\u00f6rd;$pbkdf2-sha256$1000$./8wMTIzNDU2Nzg5YWJjZA$ivAMptK09NnF4H7PDfSqh0ujFKrkNJfzm4/iZ"
                        + "UnlOfc",
                "p\u00e4ssw\u00f6rd;scrypt:1024:8:1$saltSALT1$a1655ce4aed4e93f256d16502a5531f7b13c1c9d65be1ba7f74c4c"
                        + "d5315d741cda3cbf07879eb56a59892fbf915efd6c0b8bb9f33984028000a6e86927d288bd"
            })
    void isThatOfItsPassword(String fixture) {
        String password = fixture.substring(0, fixture.indexOf(';'));
        String hash = fixture.substring(fixture.indexOf(';') + 1);
        assertThat(hasher.supports(hash)).isTrue();
        assertThat(hasher.verify(password.toCharArray(), hash)).isTrue();
        assertThat(hasher.verify((password + "x").toCharArray(), hash)).isFalse();
        assertThat(hasher.verify(hash.toCharArray(), hash)).as("pass the hash").isFalse();
        assertThat(hasher.needsRehash(hash)).isTrue();
        assertThat(LegacyHash.of(hash).orElseThrow().toString()).doesNotContain(hash);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "{noop}secret",
                "{bcrypt}$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
                "$2b$99$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
                "$2b$16$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
                "$2b$03$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
                "$2$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
                "$2b$10$short",
                "$5$rounds=999999999$salt$" + TAG,
                "$5$rounds=1000001$salt$" + TAG,
                "$5$rounds=99999999999999$salt$" + TAG,
                "$5$rounds=10$salt$" + TAG,
                "$5$rounds=05000$salt$" + TAG,
                "$5$rounds=-1000$salt$" + TAG,
                "$5$rounds=1000$$" + TAG,
                "$5$$" + TAG,
                "$5$seventeenletters1$" + TAG,
                "$6$salt$" + TAG,
                "$5$salt$" + TAG + TAG,
                "$5$salt$" + TAG + "\n",
                "$1$salt$" + TAG,
                "pbkdf2_sha256$0$salt$7RMWXhChvobu4HVOUDAlzHVvnHawSA7efm6lzhNb0Ug=",
                "pbkdf2_sha256$5000001$salt$7RMWXhChvobu4HVOUDAlzHVvnHawSA7efm6lzhNb0Ug=",
                "pbkdf2_sha256$1000$$7RMWXhChvobu4HVOUDAlzHVvnHawSA7efm6lzhNb0Ug=",
                "pbkdf2_sha256$1000$salt$short",
                "pbkdf2:sha1:1000$salt$ed13165e10a1be86eee0754e503025cc756f9c76b0480ede7e6ea5ce135bd148",
                "pbkdf2:sha256:99999999$salt$ed13165e10a1be86eee0754e503025cc756f9c76b0480ede7e6ea5ce135bd148",
                "$pbkdf2-sha256$1000$A$dxCV04R626Q2dKRCrRTw/vv23ebgVdGzEpUFR5eCrag",
                "scrypt:1048576:8:1$salt$00",
                "scrypt:1023:8:1$salt$00"
            })
    void isNoneIfItIsMalformedOrTooCostly(String hash) {
        assertThat(hasher.supports(hash)).isFalse();
        assertThat(hasher.verify("correct horse".toCharArray(), hash)).isFalse();
    }

    @Test
    void isNoneIfItNeedsTooMuchMemory() {
        String tag = "0".repeat(128);
        assertThat(LegacyHash.of("scrypt:65536:8:1$salt$" + tag)).isPresent();
        assertThat(LegacyHash.of("scrypt:131072:8:1$salt$" + tag)).isEmpty();
        assertThat(LegacyHash.of("scrypt:32768:99:1$salt$" + tag)).isEmpty();
        assertThat(LegacyHash.of("scrypt:1000:8:1$salt$" + tag)).isEmpty();
        assertThat(LegacyHash.of("scrypt:1:8:1$salt$" + tag)).isEmpty();
        assertThat(LegacyHash.of("$5$salt$" + "a".repeat(10_000_000))).isEmpty();
    }

    @Test
    void hasBcryptsLimits() {
        String hash = "$2b$04$abcdefghijklmnopqrstuubyCG3zY1GIXMyxfivm.ClDiInHzxjiq";
        assertThat(hasher.verify(new char[0], hash)).isTrue();
        assertThat(hasher.verify("\0".toCharArray(), hash)).isFalse();
    }

    @Test
    void isReplacedAtTheNextLogin(@TempDir Path directory) {
        try (IdentityFixture fixture = new IdentityFixture(directory)) {
            long jo = fixture.user("jo@example.org");
            String old = "$5$rounds=1000$saltstring$" + TAG;
            fixture.update("update users set password_hash = ? where id = ?", old, jo);
            Authenticator authenticator =
                    new Authenticator(fixture.transactions, hasher, Clock.systemUTC(), new SecureRandom());
            assertThat(authenticator.authenticate("jo@example.org", "wrong horse".toCharArray()))
                    .isEqualTo(new AuthResult.InvalidCredentials());
            assertThat(authenticator.authenticate("jo@example.org", old.toCharArray()))
                    .isEqualTo(new AuthResult.InvalidCredentials());
            assertThat(authenticator.authenticate("jo@example.org", "correct horse".toCharArray()))
                    .isInstanceOfSatisfying(
                            AuthResult.Success.class,
                            success -> assertThat(success.rehashed()).isTrue());
            assertThat(fixture.value("select password_hash from users")).startsWith("$argon2id$");
        }
    }
}
