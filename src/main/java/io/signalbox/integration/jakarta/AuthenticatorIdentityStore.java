package io.signalbox.integration.jakarta;

import io.signalbox.identity.AuthResult.Success;
import io.signalbox.identity.Authenticator;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;

/**
 * The identity store of Jakarta Security whose callers are the users of an {@link Authenticator}. A producer makes it a
 * bean: {@code @Produces @ApplicationScoped IdentityStore}. Safe for use by any number of threads.
 *
 * <p>The caller's name is the normalized e-mail address, the unique id is the user's id, and the groups are the names of the
 * roles. A valid result is a login of a user who may enter: who is disabled or locked out, or has to choose another
 * password first, is not valid. An application that wants to tell them why asks the authenticator.
 */
public final class AuthenticatorIdentityStore implements IdentityStore {

    private static final String ID = "signalbox";

    private final Authenticator authenticator;

    /** A store over the users of the authenticator. */
    public AuthenticatorIdentityStore(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /**
     * Logs in by name and password; what is no {@link UsernamePasswordCredential} is not validated.
     *
     * @throws jakarta.persistence.PersistenceException if the user could not be read, or the failure not be counted
     */
    @Override
    public CredentialValidationResult validate(Credential credential) {
        if (!(credential instanceof UsernamePasswordCredential typed)) {
            return CredentialValidationResult.NOT_VALIDATED_RESULT;
        }
        return authenticator.authenticate(typed.getCaller(), typed.getPassword().getValue()) instanceof Success success
                        && !success.mustChangePassword()
                ? valid(success)
                : CredentialValidationResult.INVALID_RESULT;
    }

    private static CredentialValidationResult valid(Success success) {
        return new CredentialValidationResult(
                ID, success.name(), null, String.valueOf(success.userId()), success.roles());
    }
}
