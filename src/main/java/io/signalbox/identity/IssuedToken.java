package io.signalbox.identity;

import java.time.Instant;

/**
 * A token that was issued; immutable. What is stored of it does not give it back: hand it out now.
 *
 * @param value the token: {@code sbx_} and 43 characters of base64url
 * @param expiresAt when it ends
 */
public record IssuedToken(String value, Instant expiresAt) {

    /** Without the token. */
    @Override
    public String toString() {
        return "IssuedToken[expiresAt=" + expiresAt + "]";
    }
}
