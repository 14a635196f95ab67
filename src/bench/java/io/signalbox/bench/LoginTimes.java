package io.signalbox.bench;

import io.signalbox.Database;
import io.signalbox.identity.Argon2idHasher;
import io.signalbox.identity.Authenticator;
import io.signalbox.identity.EmailAddress;
import io.signalbox.identity.IdentityUnit;
import io.signalbox.identity.RegisterUser;
import io.signalbox.identity.UserService;
import io.signalbox.migration.Migrations;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long a login takes that fails, by what it fails for: there is to be nothing to be learned from that. In turns, by one thread. */
final class LoginTimes {

    private static final int WARM_UP = 20;
    private static final int LOGINS = 200;
    private static final String PASSWORD = "correct horse";
    private static final List<String> STATES = List.of("unknown", "wrong", "disabled", "locked");

    private final Authenticator authenticator;
    private final Map<String, List<Long>> nanos = new LinkedHashMap<>();

    private LoginTimes(Authenticator authenticator) {
        this.authenticator = authenticator;
        STATES.forEach(state -> nanos.put(state, new ArrayList<>()));
    }

    static void print(Path directory) throws Exception {
        Path file = directory.resolve("logins.db");
        Fixture.delete(file);
        try (Database db = Database.open(IdentityUnit.on("jdbc:sqlite:" + file))) {
            db.migrate(Migrations.identity());
            Argon2idHasher hasher = new Argon2idHasher();
            SecureRandom random = new SecureRandom();
            LoginTimes times = new LoginTimes(new Authenticator(db, hasher, Clock.systemUTC(), random));
            times.register(new UserService(db, hasher, Clock.systemUTC(), random));
            times.measure();
            Map<String, Quartiles> quartiles = times.quartiles();
            Results.write(directory.resolve("login-times.json"), quartiles);
            System.out.print(table(quartiles));
        }
        Fixture.delete(file);
    }

    /** Milliseconds. */
    record Quartiles(double lower, double median, double upper) {}

    private static String login(String state) {
        return state + "@example.org";
    }

    private void register(UserService users) {
        for (String state : STATES.subList(1, STATES.size())) {
            long id = users.register(RegisterUser.of(EmailAddress.of(login(state))), PASSWORD.toCharArray())
                    .id();
            if (state.equals("disabled")) {
                users.disable(id, null);
            }
        }
        for (int i = 0; i < 10; i++) {
            attempt("locked", "wrong horse");
        }
    }

    private void attempt(String state, String password) {
        authenticator.authenticate(login(state), password.toCharArray());
    }

    private void measure() {
        List<String> order = new ArrayList<>(STATES);
        for (int i = -WARM_UP; i < LOGINS; i++) {
            Collections.shuffle(order); // what came before has its effect, too
            for (String state : order) {
                long begun = System.nanoTime();
                attempt(state, "wrong horse");
                if (i >= 0) {
                    nanos.get(state).add(System.nanoTime() - begun);
                }
            }
            attempt("wrong", PASSWORD); // else it is locked soon
        }
    }

    private Map<String, Quartiles> quartiles() {
        Map<String, Quartiles> quartiles = new LinkedHashMap<>();
        nanos.forEach((state, all) -> {
            List<Long> sorted = all.stream().sorted().toList();
            quartiles.put(state, new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75)));
        });
        return quartiles;
    }

    private static String table(Map<String, Quartiles> quartiles) {
        StringBuilder text =
                new StringBuilder(String.format("%-10s %8s %8s %8s ms%n", "login", "p25", "median", "p75"));
        quartiles.forEach((state, of) ->
                text.append(String.format("%-10s %8.2f %8.2f %8.2f%n", state, of.lower(), of.median(), of.upper())));
        return text.toString();
    }

    private static double at(List<Long> sorted, double part) {
        return sorted.get((int) (part * sorted.size())) / 1e6;
    }
}
