package io.signalbox.identity;

import org.jspecify.annotations.Nullable;

/**
 * What a user is called; immutable.
 *
 * @param username another name to log in with, if wanted
 * @param displayName the name to show, if wanted: any text of at most 200 characters without control characters
 */
public record UserNames(
        @Nullable Username username, @Nullable String displayName) {

    static final int MAX_DISPLAY_NAME = 200;

    /**
     * Checks the display name.
     *
     * @throws InvalidValueException if it is none
     */
    public UserNames {
        if (displayName != null) {
            TextRules.requirePlain("display name", displayName, MAX_DISPLAY_NAME);
        }
    }
}
