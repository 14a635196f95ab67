package io.signalbox.identity;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A row that was checked: a user to insert, or the reason why it can be none. */
sealed interface ImportCandidate {

    long row();

    /** A row that can be a user, with the hash to store. */
    record Valid(
            long row,
            EmailAddress email,
            @Nullable Username username,
            @Nullable String displayName,
            @Nullable String hash,
            Set<RoleName> roles)
            implements ImportCandidate {

        /** Without the hash. */
        @Override
        public String toString() {
            return "Valid[row=" + row + "]";
        }
    }

    /** A row that cannot be a user. */
    record Invalid(long row, String reason) implements ImportCandidate {}

    /** Checks a row, and hashes its password if it has one and no hash. */
    static ImportCandidate of(long row, ImportedUser user, UserService users, PasswordHasher hasher) {
        try {
            Username username = user.username() == null ? null : Username.of(user.username());
            Set<RoleName> roles = user.roles().stream().map(RoleName::of).collect(Collectors.toSet());
            RegisterUser.requireFew(roles);
            new UserNames(username, user.displayName());
            EmailAddress email = EmailAddress.of(Optional.ofNullable(user.email())
                    .orElseThrow(() -> new InvalidValueException("e-mail address", "there is none")));
            return new Valid(row, email, username, user.displayName(), hash(user, users, hasher), roles);
        } catch (InvalidValueException | PasswordPolicyException e) {
            return new Invalid(row, String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable String hash(ImportedUser user, UserService users, PasswordHasher hasher) {
        String hash = user.passwordHash();
        String password = user.password();
        if (hash == null) {
            return password == null
                    ? null
                    : users.hashPassword(password.toCharArray()).hash();
        }
        if (!hasher.supports(hash)) {
            throw new InvalidValueException("password hash", "it is of no format and cost that can be verified here");
        }
        return hash;
    }
}
