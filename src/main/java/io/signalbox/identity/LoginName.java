package io.signalbox.identity;

import java.util.Optional;

/**
 * What a user typed to say who they are, normalized: an e-mail address if it has an @, else a username.
 *
 * @param isEmail which of the two it is
 * @param normalized as it is compared
 */
record LoginName(boolean isEmail, String normalized) {

    static final int MAX_LENGTH = EmailAddress.MAX_LENGTH;

    /** No user's name, to look for where what was typed cannot be one. */
    static final LoginName NOBODY = new LoginName(false, "");

    /** The name that was typed; empty if no user can have it. */
    static Optional<LoginName> parse(String typed) {
        try {
            String canonical = TextRules.canonical("login", typed, MAX_LENGTH);
            return Optional.of(
                    canonical.indexOf('@') >= 0
                            ? new LoginName(true, EmailAddress.of(canonical).normalized())
                            : new LoginName(false, Username.of(canonical).normalized()));
        } catch (InvalidValueException nobodyHasIt) {
            return Optional.empty();
        }
    }
}
