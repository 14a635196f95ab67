package io.signalbox.integration.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.identity.Authenticator;
import io.signalbox.integration.RealmContract;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.security.enterprise.credential.CallerOnlyCredential;
import jakarta.security.enterprise.credential.Password;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.CredentialValidationResult.Status;
import jakarta.security.enterprise.identitystore.IdentityStore;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import java.util.TreeSet;
import javax.naming.Context;
import org.glassfish.soteria.cdi.DefaultIdentityStoreHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Soteria asks the store, as a server does that has Jakarta Security. */
class AuthenticatorIdentityStoreTest extends RealmContract {

    private static Authenticator current;

    private SeContainer container;

    /** What an application writes. */
    static final class Store {

        @Produces
        @ApplicationScoped
        static IdentityStore store() {
            return new AuthenticatorIdentityStore(current);
        }
    }

    @Override
    protected void set() {
        current = authenticator;
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, BeanManagerNames.class.getName());
        container = SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addBeanClasses(Store.class)
                .initialize();
    }

    @AfterEach
    void stop() {
        container.close();
        System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
    }

    private static CredentialValidationResult validate(String login, String password) {
        DefaultIdentityStoreHandler handler = new DefaultIdentityStoreHandler();
        handler.init();
        return ((IdentityStoreHandler) handler).validate(new UsernamePasswordCredential(login, new Password(password)));
    }

    @Override
    protected String login(String login, String password) {
        CredentialValidationResult result = validate(login, password);
        return result.getStatus() == Status.VALID
                ? result.getCallerPrincipal().getName() + new TreeSet<>(result.getCallerGroups())
                : result.getStatus().toString();
    }

    @Override
    protected String entered() {
        return "jo@example.org[Editor, User]";
    }

    @Override
    protected String refused() {
        return "INVALID";
    }

    @Test
    void theResultHasTheId() {
        CredentialValidationResult result =
                new AuthenticatorIdentityStore(authenticator).validate(new UsernamePasswordCredential("jo", PASSWORD));
        assertThat(result.getCallerUniqueId()).isEqualTo(String.valueOf(jo));
        assertThat(result.getIdentityStoreId()).isEqualTo("signalbox");
    }

    @Test
    void whatIsNoPasswordIsNotValidated() {
        assertThat(new AuthenticatorIdentityStore(authenticator)
                        .validate(new CallerOnlyCredential("jo"))
                        .getStatus())
                .isEqualTo(Status.NOT_VALIDATED);
        assertThat(hasher.calls()).isZero();
    }
}
