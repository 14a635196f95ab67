package io.signalbox.answers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.signalbox.Database;
import io.signalbox.Table;
import io.signalbox.identity.DuplicateEmailException;
import io.signalbox.identity.DuplicateUsernameException;
import io.signalbox.identity.PasswordPolicyException;
import io.signalbox.identity.RegisteredUser;
import io.signalbox.identity.UserService;
import io.signalbox.text.Json;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** {@code @app.route('/register', methods=['GET', 'POST'])}, served by many threads on one database file. */
final class RegistrationServer implements AutoCloseable {

    private static final int MOST_BYTES = 10_000;

    private final Database db;
    private final UserService users;
    private final ExecutorService threads;
    private final HttpServer server;

    RegistrationServer(Database db, UserService users, int threads) throws IOException {
        this.db = db;
        this.users = users;
        this.threads = Executors.newFixedThreadPool(threads);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(this.threads);
        server.createContext("/register", exchange -> answer(exchange, isPost(exchange) ? this::register : this::form));
        server.createContext("/users", exchange -> answer(exchange, this::users));
        server.createContext("/count", exchange -> answer(exchange, this::count));
        server.start();
    }

    private record Response(int status, String type, String text) {
        static Response of(int status, Map<String, ?> value) {
            return new Response(status, "application/json", Json.format(value));
        }

        static Response html(String text) {
            return new Response(200, "text/html; charset=utf-8", text);
        }
    }

    private interface Page {
        Response of(HttpExchange request) throws IOException;
    }

    /** The handler of the question: validate, hash, insert. Whichever thread serves it. */
    private Response register(HttpExchange request) throws IOException {
        RegisterForm form = RegisterForm.of(body(request));
        Map<String, String> problems = form.problems();
        if (!problems.isEmpty()) {
            return Response.of(400, problems);
        }
        try {
            RegisteredUser user =
                    users.register(form.command(), form.password().toCharArray()); // argon2id, then one INSERT
            return Response.of(201, Map.of("id", user.id()));
        } catch (PasswordPolicyException e) {
            return Response.of(400, Map.of("password", e.getMessage()));
        } catch (DuplicateUsernameException e) {
            return Response.of(409, Map.of("username", "is taken"));
        } catch (DuplicateEmailException e) {
            return Response.of(409, Map.of("email", "is taken"));
        }
    }

    private static boolean isPost(HttpExchange request) {
        return request.getRequestMethod().equals("POST");
    }

    private Response form(HttpExchange request) {
        return Response.html(RegisterForm.html());
    }

    /** The HTML that shows who has registered. */
    private Response users(HttpExchange request) {
        Table users = db.query("SELECT username, display_name, email_address FROM users ORDER BY id");
        return Response.html(users.rows().stream()
                .map(row -> row.values().stream()
                        .map(value -> "<td>" + RegisterForm.escaped(String.valueOf(value)) + "</td>")
                        .collect(Collectors.joining("", "<tr>", "</tr>\n")))
                .collect(Collectors.joining("", "<table>\n", "</table>\n")));
    }

    /** With a session that the request opens and closes. */
    private Response count(HttpExchange request) {
        try {
            EntityManager em = db.entityManager(); // this thread's own, of this request
            long count =
                    em.createQuery("select count(u) from User u", Long.class).getSingleResult();
            return Response.of(200, Map.of("count", count));
        } finally {
            db.remove();
        }
    }

    private static String body(HttpExchange request) throws IOException {
        return new String(request.getRequestBody().readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, Page page) throws IOException {
        try (exchange) {
            Response response;
            try {
                response = page.of(exchange);
            } catch (RuntimeException e) {
                response = Response.of(500, Map.of("error", e.toString()));
            }
            byte[] body = response.text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", response.type());
            exchange.sendResponseHeaders(response.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
