package io.signalbox.cli;

import io.signalbox.cli.RegistrationPhase.Accepted;
import io.signalbox.identity.AuthResult;
import io.signalbox.identity.Authenticator;
import io.signalbox.identity.RoleService;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** Logs a sample of the users in and reads their roles, which must be those of the file and the default role. */
final class LoginPhase {

    private final Authenticator authenticator;
    private final RoleService roles;
    private final String defaultRole;
    private final Queue<Accepted> sample;
    private final LongAdder wrong = new LongAdder();

    LoginPhase(Authenticator authenticator, RoleService roles, String defaultRole, List<Accepted> sample) {
        this.authenticator = authenticator;
        this.roles = roles;
        this.defaultRole = defaultRole;
        this.sample = new ConcurrentLinkedQueue<>(sample);
    }

    void run(Runnable done) {
        for (Accepted user = sample.poll(); user != null; user = sample.poll()) {
            if (!logsInWithItsRoles(user)) {
                wrong.increment();
            }
            done.run();
        }
    }

    private boolean logsInWithItsRoles(Accepted user) {
        Set<String> expected = new TreeSet<>(user.roles());
        expected.add(defaultRole);
        AuthResult result =
                authenticator.authenticate(user.login(), user.password().toCharArray());
        return result instanceof AuthResult.Success success
                && success.userId() == user.id()
                && success.roles().equals(expected)
                && roles.rolesOf(user.id()).equals(expected);
    }

    /** Logins that failed, or gave other roles than they should. */
    long wrong() {
        return wrong.sum();
    }
}
