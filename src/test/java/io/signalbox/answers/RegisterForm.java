package io.signalbox.answers;

import io.signalbox.identity.EmailAddress;
import io.signalbox.identity.InvalidValueException;
import io.signalbox.identity.RegisterUser;
import io.signalbox.identity.Username;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the question's RegisterForm is: the fields of a page, and what is wrong with each. */
record RegisterForm(String name, String email, String username, String password, String confirm) {

    static RegisterForm of(String body) {
        Map<String, String> fields = new HashMap<>();
        for (String field : body.split("&", -1)) {
            String[] parts = field.split("=", 2);
            fields.put(decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : "");
        }
        return new RegisterForm(
                fields.getOrDefault("name", ""),
                fields.getOrDefault("email", ""),
                fields.getOrDefault("username", ""),
                fields.getOrDefault("password", ""),
                fields.getOrDefault("confirm", ""));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** What is to be said beside each field; empty if the form can be sent. */
    Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        length(name, 1, 50).ifPresent(problem -> problems.put("name", problem));
        length(email, 6, 50)
                .or(() -> refusal(email, EmailAddress::of))
                .ifPresent(problem -> problems.put("email", problem));
        length(username, 4, 25)
                .or(() -> refusal(username, Username::of))
                .ifPresent(problem -> problems.put("username", problem));
        if (!password.equals(confirm)) {
            problems.put("confirm", "the passwords do not match");
        }
        return problems;
    }

    private static Optional<String> length(String value, int min, int max) {
        return value.length() >= min && value.length() <= max
                ? Optional.empty()
                : Optional.of("must have " + min + " to " + max + " characters");
    }

    private static Optional<String> refusal(String value, Function<String, ?> parser) {
        try {
            var unused = parser.apply(value);
            return Optional.empty();
        } catch (InvalidValueException e) {
            return Optional.of(e.reason());
        }
    }

    /** The page to fill in. */
    static String html() {
        return Stream.of("name", "email", "username", "password", "confirm")
                .map(field -> "<label>" + field + " <input name=\"" + field + "\"></label>\n")
                .collect(Collectors.joining(
                        "", "<form method=\"post\" action=\"/register\">\n", "<button>Register</button>\n</form>\n"));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    RegisterUser command() {
        return RegisterUser.of(EmailAddress.of(email))
                .withUsername(Username.of(username))
                .withDisplayName(name);
    }
}
