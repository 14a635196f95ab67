package io.signalbox.answers;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import io.signalbox.Database;
import io.signalbox.Table;
import io.signalbox.TableRow;
import io.signalbox.TestDatabase;
import io.signalbox.identity.Argon2idHasher;
import io.signalbox.identity.AuthResult;
import io.signalbox.identity.Authenticator;
import io.signalbox.identity.Role;
import io.signalbox.identity.User;
import io.signalbox.identity.UserRole;
import io.signalbox.identity.UserService;
import io.signalbox.migration.Migrations;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * {@code @app.route('/register')} with "ProgrammingError: SQLite objects created in a thread can only be used in that same thread": the
 * connection was made when the app was, and each request has another thread. What the plain driver makes of that is in {@link
 * CheckSameThreadTest}; here it is a real server with 16 threads and one file.
 */
class FlaskTest {

    private static final int CLIENTS = 32;

    private final PhysicalConnections connections = new PhysicalConnections();

    @RegisterExtension
    final TestDatabase test = TestDatabase.of(Migrations.identity(), User.class, Role.class, UserRole.class)
            .with("signalbox.connection_customizer", connections)
            .with("signalbox.readers", 4)
            .with("signalbox.write_timeout", "60s");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Argon2idHasher argon2id = new Argon2idHasher();
    private final SecureRandom random = new SecureRandom();
    private RegistrationServer server;

    @BeforeEach
    void start() throws Exception {
        UserService users = new UserService(test.database(), argon2id, Clock.systemUTC(), random);
        server = new RegistrationServer(test.database(), users, 16);
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(test.database().sessions().open()).isZero();
    }

    private HttpResponse<String> send(String path, HttpRequest.BodyPublisher body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
        return http.send(
                (body == null ? request.GET() : request.POST(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> register(String name, String email, String username, String password, String confirm)
            throws Exception {
        Map<String, String> fields = new TreeMap<>(
                Map.of("name", name, "email", email, "username", username, "password", password, "confirm", confirm));
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send("/register", HttpRequest.BodyPublishers.ofString(form));
    }

    private HttpResponse<String> register(String username) throws Exception {
        return register("Tania", username + "@example.org", username, "correct horse", "correct horse");
    }

    /** What 32 clients get that send at once. */
    private List<HttpResponse<String>> atOnce(IntFunction<String> username) throws Exception {
        return Together.start(CLIENTS, "client", i -> register(username.apply(i)));
    }

    private static List<Integer> statuses(List<HttpResponse<String>> responses) {
        return responses.stream().map(HttpResponse::statusCode).sorted().toList();
    }

    @Test
    void clientsRegisterAtOnceAndEachRowIsWhole() throws Exception {
        assertThat(statuses(atOnce(i -> "client" + i))).hasSize(CLIENTS).containsOnly(201);

        Database db = test.database();
        Table users = db.query("SELECT username, email_address, display_name, password_hash FROM users");
        Set<Object> salted = new HashSet<>(users.column("password_hash"));
        assertThat(salted).as("one hash for each, of one password").hasSize(CLIENTS);
        for (int i = 0; i < CLIENTS; i++) {
            TableRow user = users.row("client" + i);
            assertThat(user.get("email_address")).isEqualTo("client" + i + "@example.org");
            assertThat(user.get("password_hash", String.class)).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        }
        Authenticator logins = new Authenticator(db, argon2id, Clock.systemUTC(), random);
        assertThat(logins.authenticate("client7", "correct horse".toCharArray()))
                .isInstanceOf(AuthResult.Success.class);
        assertThat(logins.authenticate("client7", "wrong horse".toCharArray()))
                .isNotInstanceOf(AuthResult.Success.class);
        assertThat(connections.opened()).isLessThanOrEqualTo(PhysicalConnections.most(4));
    }

    @Test
    void ofClientsThatWantOneNameOneGetsIt() throws Exception {
        List<HttpResponse<String>> responses = atOnce(i -> i % 2 == 0 ? "Tania" : "tania");
        assertThat(statuses(responses))
                .isEqualTo(Stream.concat(Stream.of(201), Stream.generate(() -> 409))
                        .limit(CLIENTS)
                        .toList());
        assertThat(responses.stream().filter(response -> response.statusCode() == 409))
                .allMatch(response -> response.body().contains("\"is taken\""));
        assertThat(test.database().query("SELECT id FROM users").size()).isOne();
    }

    @Test
    void theFormSaysWhatIsWrongWithEachField() throws Exception {
        HttpResponse<String> response = register("", "tania@example@org", "ta", "correct horse", "another");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("""
                {
                  "name" : "must have 1 to 50 characters",
                  "email" : "it must have exactly one @",
                  "username" : "must have 4 to 25 characters",
                  "confirm" : "the passwords do not match"
                }
                """);
        response = register("Tania", "tania@example.org", "tania", "short", "short");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .contains("\"password\" : \"The password was refused: it has less than 8 characters\"");
        assertThat(test.database().query("SELECT id FROM users").isEmpty()).isTrue();
    }

    /** "Does this mean I can't use the name, email, username & password in an HTML file?" */
    @Test
    void whatWasRegisteredIsShownByAnyThread() throws Exception {
        String hostile = "<b>Robert'); DROP TABLE users; --";
        assertThat(register(hostile, "robert@example.org", "robert", "correct horse", "correct horse")
                        .statusCode())
                .isEqualTo(201);
        Together.does(
                CLIENTS, "client", i -> assertThat(send("/users", null).body()).isEqualTo("""
                <table>
                <tr><td>robert</td><td>&lt;b&gt;Robert'); DROP TABLE users; --</td><td>robert@example.org</td></tr>
                </table>
                """));
    }

    /** {@code methods=['GET', 'POST']}. */
    @Test
    void theFormIsAPageWithTheFieldsThatArePosted() throws Exception {
        HttpResponse<String> page = send("/register", null);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("<form method=\"post\" action=\"/register\">")
                .contains("name=\"name\"", "name=\"email\"", "name=\"username\"", "name=\"password\"");
    }

    /** {@code app.run(threaded=False)}: no error, and each waits for all. Here a page is shown while a registration waits its turn. */
    @Test
    void aRequestThatReadsWaitsForNoneThatWrites() throws Exception {
        assertThat(register("tania").statusCode()).isEqualTo(201);
        Database db = test.database();
        Actor<HttpResponse<String>> waiting = Actor.on(
                "import",
                () -> db.write(em -> {
                    em.createNativeQuery("select count(*) from users").getSingleResult(); // it has the writer
                    Actor<HttpResponse<String>> other = Actor.start("client", () -> register("robert"));
                    other.reaches("it waits", () -> db.statistics().writer().waiting() == 1);
                    assertThat(send("/users", null).body()).contains("tania").doesNotContain("robert");
                    return other;
                }));
        assertThat(waiting.result().statusCode()).isEqualTo(201);
    }

    /** "I fixed it by closing my connection after every call": a session for each request costs no connection. */
    @Test
    void aSessionForEachRequestOpensNoConnection() throws Exception {
        assertThat(register("tania").statusCode()).isEqualTo(201);
        Together.does(CLIENTS, "client", i -> {
            for (int request = 0; request < 10; request++) {
                assertThat(send("/count", null).body()).isEqualTo("{\n  \"count\" : 1\n}\n");
            }
        });
        assertThat(connections.opened()).isLessThanOrEqualTo(PhysicalConnections.most(4));
    }
}
