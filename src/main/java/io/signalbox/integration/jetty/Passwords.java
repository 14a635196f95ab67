package io.signalbox.integration.jetty;

import org.eclipse.jetty.util.security.Password;
import org.jspecify.annotations.Nullable;

/** Passwords as Jetty hands them over. */
final class Passwords {

    private Passwords() {}

    /** Null if it is none. */
    static char @Nullable [] of(@Nullable Object credentials) {
        if (credentials instanceof char[] chars) {
            return chars;
        }
        return credentials instanceof CharSequence || credentials instanceof Password
                ? credentials.toString().toCharArray()
                : null;
    }
}
