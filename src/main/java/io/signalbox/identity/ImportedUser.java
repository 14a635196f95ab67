package io.signalbox.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user of another system, as it was found there and not checked yet; immutable.
 *
 * @param email the e-mail address
 * @param username the username, if there is one
 * @param displayName the name to show, if there is one
 * @param passwordHash the hash of the password, in a form that the hasher supports
 * @param password the password itself, if there is no hash; hashed before anything is written
 * @param roles the names of the roles to grant, besides the default ones
 */
public record ImportedUser(
        @Nullable String email,
        @Nullable String username,
        @Nullable String displayName,
        @Nullable String passwordHash,
        @Nullable String password,
        Set<String> roles) {

    /** Copies the roles. */
    public ImportedUser {
        roles = Set.copyOf(roles);
    }

    /** A user with nothing but an e-mail address and the hash of a password. */
    public static ImportedUser of(String email, @Nullable String passwordHash) {
        return new ImportedUser(email, null, null, passwordHash, null, Set.of());
    }

    /** The same text for each of them. */
    @Override
    public String toString() {
        return "ImportedUser[hidden]";
    }
}
