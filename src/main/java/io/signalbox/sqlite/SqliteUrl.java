package io.signalbox.sqlite;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JDBC URL of a SQLite database, taken apart.
 *
 * <p>The forms are those of the driver, behind {@code jdbc:sqlite:} or {@code jdbc:signalbox:}, in capitals or not:
 *
 * <ul>
 *   <li>{@code app.db}, {@code /srv/app.db}: a file
 *   <li>{@code file:app.db}, {@code file:/srv/app%20data.db}: a file, as a <a
 *       href="https://www.sqlite.org/uri.html">URI</a>
 *   <li>{@code :memory:}, {@code file::memory:}, or nothing: a database of its own, in memory
 *   <li>{@code file:name?mode=memory&cache=shared}: one in memory that all who use the name share, and so is {@code
 *       file::memory:?cache=shared}
 * </ul>
 *
 * <p>What follows a question mark are settings ({@code ?busy_timeout=3000&readers=8}). The driver would make an unknown
 * one part of the file's name; here it is up to the reader of {@link #parameters()} to refuse it.
 *
 * @param location where the database is
 * @param parameters the settings in the URL, in order, keys in lower case; immutable
 */
public record SqliteUrl(Location location, Map<String, String> parameters) {

    private static final List<String> PREFIXES = List.of("jdbc:sqlite:", "jdbc:signalbox:");
    private static final String MEMORY = ":memory:";
    private static final Pattern SETTING_IN_NAME = Pattern.compile(";\\s*(\\w+)\\s*=");

    /** Copies the map. */
    public SqliteUrl {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** True if the URL begins with {@code jdbc:sqlite:} or {@code jdbc:signalbox:}, in capitals or not. */
    public static boolean accepts(String url) {
        return PREFIXES.stream().anyMatch(prefix -> begins(url, prefix));
    }

    private static boolean begins(String url, String prefix) {
        return url.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    /**
     * Takes a URL apart.
     *
     * @throws IllegalArgumentException if the URL is not of these forms; the message says what it takes
     */
    public static SqliteUrl parse(String url) {
        String prefix = PREFIXES.stream()
                .filter(p -> begins(url, p))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "not a SQLite URL: it must begin with jdbc:sqlite: or jdbc:signalbox:"));
        String rest = url.substring(prefix.length());
        refuseFragment(rest);
        int question = rest.indexOf('?');
        String name = question < 0 ? rest : rest.substring(0, question);
        Map<String, String> parameters = question < 0 ? Map.of() : parametersIn(rest.substring(question + 1));
        return new SqliteUrl(locationOf(name, parameters), withoutUriParameters(parameters));
    }

    private static Location locationOf(String name, Map<String, String> parameters) {
        if (name.startsWith(":resource:")) {
            throw new IllegalArgumentException("a :resource: URL would fetch a copy of something read-only:"
                    + " copy the resource to a file and open that");
        }
        boolean uri = name.startsWith("file:");
        refuseOtherSeparator(name);
        String path = uri ? decoded(name.substring("file:".length())) : name;
        boolean memory = "memory".equals(parameters.get("mode"));
        if (memory || path.isEmpty() || path.equals(MEMORY)) {
            String cache = parameters.getOrDefault("cache", path.equals(MEMORY) ? "private" : "shared");
            boolean named = cache.equals("shared") && !path.isEmpty();
            return new Location.InMemory(named ? Optional.of(path) : Optional.empty());
        }
        return new Location.InFile(pathOf(uri ? withoutAuthority(path) : path));
    }

    /** SQLite would pass over it, and so open the file that is named before it. */
    private static void refuseFragment(String rest) {
        if (rest.startsWith("file:") && rest.indexOf('#') >= 0) {
            throw new IllegalArgumentException(
                    "a # in a file: URI begins a fragment, which names no file: write %23 where a # is meant");
        }
    }

    /** As other drivers have it: here it would be the end of the file's name. */
    private static void refuseOtherSeparator(String name) {
        Matcher setting = SETTING_IN_NAME.matcher(name);
        if (setting.find()) {
            throw new IllegalArgumentException("';" + setting.group(1) + "=' looks like a setting, but would be part of"
                    + " the file's name: settings follow a ? and are separated by &; write a file: URI with %3B where a ;"
                    + " is meant");
        }
    }

    private static String withoutAuthority(String path) {
        if (!path.startsWith("//")) {
            return path;
        }
        int slash = path.indexOf('/', 2);
        String authority = slash < 0 ? path.substring(2) : path.substring(2, slash);
        if (slash < 0 || !(authority.isEmpty() || authority.equals("localhost"))) {
            throw new IllegalArgumentException("the authority of a file: URI must be empty or localhost, but is '"
                    + authority.substring(authority.lastIndexOf('@') + 1) + "'");
        }
        return path.substring(slash);
    }

    private static Path pathOf(String path) {
        if (path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the path has a NUL character in it");
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("not a path: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> parametersIn(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String key = decoded(equals < 0 ? pair : pair.substring(0, equals)).toLowerCase(Locale.ROOT);
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (parameters.put(key, value) != null) {
                throw new IllegalArgumentException("'" + key + "' stands more than once in the URL");
            }
        }
        return parameters;
    }

    /** {@code mode} and {@code cache} say where the database is; every connection here has a cache of its own. */
    private static Map<String, String> withoutUriParameters(Map<String, String> parameters) {
        Map<String, String> settings = new LinkedHashMap<>(parameters);
        String mode = settings.remove("mode");
        if (mode != null && !List.of("memory", "rwc").contains(mode)) {
            throw new IllegalArgumentException("mode=" + mode + " is not supported: leave it out, and use read-only"
                    + " transactions where nothing is to be written");
        }
        String cache = settings.remove("cache");
        if (cache != null && !List.of("shared", "private").contains(cache)) {
            throw new IllegalArgumentException("cache must be shared or private, but is '" + cache + "'");
        }
        return settings;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a % in the URL must be followed by two hexadecimal digits", e);
        }
    }
}
