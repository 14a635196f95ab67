package io.signalbox.identity;

/** What a token is for. It is good for nothing else. */
public enum TokenPurpose {
    /** A session of a browser or a program. */
    SESSION,
    /** Access by a program. */
    API,
    /** A session that outlives the browser; rotate it at each use. */
    REMEMBER_ME,
    /** The proof that mail to an address is read. */
    EMAIL_CONFIRM,
    /** The permission to choose another password. */
    PASSWORD_RESET
}
