package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenServiceTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final RoleName EDITOR = RoleName.of("Editor");

    @TempDir
    Path directory;

    private IdentityFixture fixture;
    private TokenService tokens;
    private long jo;

    @BeforeEach
    void open() {
        fixture = new IdentityFixture(directory);
        tokens = fixture.tokens;
        jo = fixture.user("jo@example.org");
        fixture.roles.create(EDITOR, null, false);
        fixture.roles.grant(jo, EDITOR, null);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private String issue(TokenPurpose purpose) {
        return tokens.issue(jo, purpose, HOUR, null).value();
    }

    private boolean isGood(String token, TokenPurpose purpose) {
        return tokens.verify(token, purpose).isPresent();
    }

    @Test
    void areVerifiedInOneStatementUntilTheyExpire() {
        IssuedToken token = tokens.issue(jo, TokenPurpose.SESSION, HOUR, "browser");
        assertThat(token.expiresAt()).isEqualTo(fixture.clock.instant().plus(HOUR));
        long before = fixture.statements();
        TokenPrincipal principal =
                tokens.verify(token.value(), TokenPurpose.SESSION).orElseThrow();
        assertThat(fixture.statements() - before).isEqualTo(1);
        assertThat(principal.userId()).isEqualTo(jo);
        assertThat(principal.roles()).containsExactly("Editor");
        assertThat(principal.expiresAt()).isEqualTo(token.expiresAt());
        fixture.clock.advance(HOUR.minusMillis(1));
        assertThat(isGood(token.value(), TokenPurpose.SESSION)).isTrue();
        fixture.clock.advance(Duration.ofMillis(1));
        assertThat(isGood(token.value(), TokenPurpose.SESSION)).isFalse();
        assertThat(tokens.consume(token.value(), TokenPurpose.SESSION)).isEmpty();
    }

    @Test
    void areGoodForTheirPurposeOnly() {
        String token = issue(TokenPurpose.EMAIL_CONFIRM);
        for (TokenPurpose other : TokenPurpose.values()) {
            assertThat(isGood(token, other)).isEqualTo(other == TokenPurpose.EMAIL_CONFIRM);
        }
        assertThat(tokens.consume(token, TokenPurpose.PASSWORD_RESET)).isEmpty();
        assertThat(tokens.consume(token, TokenPurpose.EMAIL_CONFIRM)).isPresent();
        assertThat(tokens.consume(token, TokenPurpose.EMAIL_CONFIRM)).isEmpty();
        assertThat(isGood(token, TokenPurpose.EMAIL_CONFIRM)).isFalse();
    }

    @Test
    void areStoredAsTheirHashAndTheHashOpensNothing() {
        IssuedToken issued = tokens.issue(jo, TokenPurpose.API, HOUR, null);
        String hex = fixture.value("select hex(token_hash) from user_tokens");
        byte[] hash = HexFormat.of().parseHex(hex);
        assertThat(hash).hasSize(32);
        assertThat(issued.value()).matches("sbx_[A-Za-z0-9_-]{43}");
        assertThat(fixture.rows("select quote(user_tokens.token_hash) || family || security_stamp from user_tokens"))
                .noneMatch(row -> row.contains(issued.value().substring(4)));
        String base64 = java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        for (String stolen : List.of(hex, hex.toLowerCase(), "sbx_" + hex, "sbx_" + base64)) {
            assertThat(isGood(stolen, TokenPurpose.API)).as(stolen).isFalse();
        }
        assertThat(issued.toString()).doesNotContain(issued.value());
    }

    @Test
    void haveOneSpelling() {
        String token = issue(TokenPurpose.API);
        char last = token.charAt(token.length() - 1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        String sameBits = token.substring(0, token.length() - 1) + alphabet.charAt(alphabet.indexOf(last) + 1);
        for (String variant : List.of(
                sameBits,
                token + "=",
                token + " ",
                " " + token,
                token.substring(1),
                token.substring(4),
                token.substring(0, 46),
                token.toUpperCase(),
                token.replace('_', '/'),
                token + "\u0000",
                "' OR '1'='1",
                "",
                "a".repeat(10_000_000))) {
            long before = fixture.statements();
            assertThat(isGood(variant, TokenPurpose.API)).isFalse();
            assertThat(tokens.revoke(variant)).isFalse();
            if (variant.length() != token.length()) {
                assertThat(fixture.statements()).isEqualTo(before);
            }
        }
        assertThat(tokens.verify(null, TokenPurpose.API)).isEmpty();
        assertThat(isGood(token, TokenPurpose.API)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"disable", "erase", "password", "email", "revoke", "delete", "all", "one"})
    void endWithWhatTheyStandFor(String event) {
        String token = issue(TokenPurpose.REMEMBER_ME);
        switch (event) {
            case "disable" -> {
                fixture.users.disable(jo, null);
                fixture.users.enable(jo, null);
            }
            case "erase" -> fixture.users.erase(jo, null);
            case "password" ->
                fixture.users.setPassword(jo, fixture.users.hashPassword("correct horse".toCharArray()), false, null);
            case "email" -> fixture.users.changeEmail(jo, 0, EmailAddress.of("joe@example.org"), null);
            case "revoke" -> fixture.roles.revoke(jo, EDITOR, null);
            case "delete" -> fixture.users.delete(jo, null);
            case "all" -> assertThat(tokens.revokeAll(jo, null)).isEqualTo(1);
            default -> assertThat(tokens.revoke(token)).isTrue();
        }
        assertThat(isGood(token, TokenPurpose.REMEMBER_ME)).isFalse();
        assertThat(tokens.consume(token, TokenPurpose.REMEMBER_ME)).isEmpty();
        assertThat(tokens.rotate(token, TokenPurpose.REMEMBER_ME, HOUR)).isEmpty();
    }

    @Test
    void areRotatedAndTheFamilyDiesWhenOneIsReused() {
        String first =
                tokens.issue(jo, TokenPurpose.REMEMBER_ME, HOUR, "browser").value();
        String other = issue(TokenPurpose.REMEMBER_ME);
        String second = rotate(first).orElseThrow();
        String third = rotate(second).orElseThrow();
        assertThat(isGood(first, TokenPurpose.REMEMBER_ME)).isFalse();
        assertThat(isGood(third, TokenPurpose.REMEMBER_ME)).isTrue();
        assertThat(fixture.rows("select distinct label from user_tokens where label is not null"))
                .containsExactly("browser");

        assertThat(rotate(first)).as("two requests that raced").isEmpty();
        assertThat(isGood(third, TokenPurpose.REMEMBER_ME)).isTrue();

        fixture.clock.advance(Duration.ofSeconds(10));
        assertThat(rotate(first)).as("a thief, or the victim of one").isEmpty();
        assertThat(isGood(third, TokenPurpose.REMEMBER_ME)).isFalse();
        assertThat(isGood(other, TokenPurpose.REMEMBER_ME)).as("another family").isTrue();
        assertThat(rotate(first)).isEmpty();
        assertThat(fixture.rows("select action from identity_events where action like 'TOKEN%'"))
                .containsExactly("TOKEN_REUSED");
    }

    private Optional<String> rotate(String token) {
        return tokens.rotate(token, TokenPurpose.REMEMBER_ME, HOUR).map(IssuedToken::value);
    }

    @Test
    void arePurgedInPieces() {
        for (int i = 0; i < 5; i++) {
            issue(TokenPurpose.SESSION);
        }
        fixture.clock.advance(HOUR);
        String good = issue(TokenPurpose.SESSION);
        assertThat(tokens.purgeExpired(3)).isEqualTo(3);
        assertThat(tokens.purgeExpired(3)).isEqualTo(2);
        assertThat(tokens.purgeExpired(3)).isZero();
        assertThat(isGood(good, TokenPurpose.SESSION)).isTrue();
    }

    @Test
    void areNotIssuedForWhatIsNone() {
        assertThatExceptionOfType(UnknownUserException.class)
                .isThrownBy(() -> tokens.issue(99, TokenPurpose.API, HOUR, null));
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> tokens.issue(jo, TokenPurpose.API, HOUR, "a".repeat(10_000_000)));
        for (Duration wrong : List.of(Duration.ZERO, HOUR.negated(), Duration.ofDays(4000))) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> tokens.issue(jo, TokenPurpose.API, wrong, null));
        }
        for (int limit : new int[] {0, -1, Integer.MAX_VALUE}) {
            assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> tokens.purgeExpired(limit));
        }
        fixture.users.erase(jo, null);
        assertThatExceptionOfType(UnknownUserException.class)
                .isThrownBy(() -> tokens.issue(jo, TokenPurpose.API, HOUR, null));
        assertThat(fixture.rows("select * from user_tokens")).isEmpty();
    }
}
