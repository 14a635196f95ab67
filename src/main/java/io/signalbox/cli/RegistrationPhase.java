package io.signalbox.cli;

import io.signalbox.identity.DuplicateEmailException;
import io.signalbox.identity.DuplicateUsernameException;
import io.signalbox.identity.EmailAddress;
import io.signalbox.identity.InvalidValueException;
import io.signalbox.identity.PasswordPolicyException;
import io.signalbox.identity.RegisterUser;
import io.signalbox.identity.RegisteredUser;
import io.signalbox.identity.RoleName;
import io.signalbox.identity.UserService;
import io.signalbox.identity.Username;
import io.signalbox.text.CsvRow;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Registers the rows of a file, each in a transaction of its own, from as many threads as there are. */
final class RegistrationPhase {

    /** A user that was accepted: what the login phase needs. */
    record Accepted(long id, String login, String password, Set<String> roles) {}

    private final UserService users;
    private final Queue<CsvRow> rows;
    private final Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();
    private final LongAdder duplicates = new LongAdder();
    private final Map<String, LongAdder> rejected = new ConcurrentHashMap<>();

    RegistrationPhase(UserService users, List<CsvRow> rows) {
        this.users = users;
        this.rows = new ConcurrentLinkedQueue<>(rows);
    }

    /** One thread's part: row after row until there are none. */
    void run(Runnable done) {
        for (CsvRow row = rows.poll(); row != null; row = rows.poll()) {
            register(row);
            done.run();
        }
    }

    private void register(CsvRow row) {
        char[] password = row.get("password").toCharArray();
        try {
            RegisterUser command = commandOf(row);
            RegisteredUser registered = users.register(command, password);
            accepted.add(new Accepted(registered.id(), row.get("email"), row.get("password"), namesIn(row)));
        } catch (DuplicateEmailException | DuplicateUsernameException e) {
            duplicates.increment();
        } catch (InvalidValueException e) {
            reject(e.kind() + ": " + e.reason());
        } catch (PasswordPolicyException e) {
            reject("password: too short, too long or malformed");
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static RegisterUser commandOf(CsvRow row) {
        RegisterUser command = RegisterUser.of(EmailAddress.of(row.get("email")))
                .withRoles(namesIn(row).stream().map(RoleName::of).collect(Collectors.toSet()));
        String username = row.get("username");
        String displayName = row.get("display_name");
        command = username.isEmpty() ? command : command.withUsername(Username.of(username));
        return displayName.isEmpty() ? command : command.withDisplayName(displayName);
    }

    static Set<String> namesIn(CsvRow row) {
        return Arrays.stream(row.get("roles").split(";", -1))
                .filter(Predicate.not(String::isEmpty))
                .collect(Collectors.toUnmodifiableSet());
    }

    private void reject(String reason) {
        rejected.computeIfAbsent(reason, first -> new LongAdder()).increment();
    }

    List<Accepted> accepted() {
        return List.copyOf(accepted);
    }

    long duplicates() {
        return duplicates.sum();
    }

    /** How many rows were rejected, by reason. */
    Map<String, Long> rejected() {
        Map<String, Long> counts = new TreeMap<>();
        rejected.forEach((reason, count) -> counts.put(reason, count.sum()));
        return counts;
    }
}
