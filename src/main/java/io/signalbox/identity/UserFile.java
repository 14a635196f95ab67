package io.signalbox.identity;

import io.signalbox.text.Csv;
import io.signalbox.text.CsvRow;
import io.signalbox.text.JsonLines;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A file of users to import, read row by row. Its columns or keys are {@code email}, which it must have, {@code username},
 * {@code display_name}, {@code password_hash}, {@code password} and {@code roles}; an empty value is none.
 *
 * <p>Its methods throw {@link io.signalbox.text.TextFormatException} where the file is malformed. Close it after use: it
 * holds an open file. Not thread-safe.
 */
public final class UserFile implements Iterator<ImportedUser>, AutoCloseable {

    private static final List<String> COLUMNS =
            List.of("email", "username", "display_name", "password_hash", "password", "roles");

    private final Iterator<ImportedUser> users;
    private final Runnable closing;

    private UserFile(Iterator<ImportedUser> users, Runnable closing) {
        this.users = users;
        this.closing = closing;
    }

    /**
     * Opens a CSV file with a header; the roles are separated by semicolons.
     *
     * @throws io.signalbox.text.TextFormatException if it cannot be read, or its header is none
     * @throws InvalidValueException if it has a column of another name
     */
    public static UserFile csv(Path file) {
        Csv csv = Csv.open(file, "email");
        try {
            requireKnown(csv.columns());
            return new UserFile(csv.stream().map(UserFile::user).iterator(), csv::close);
        } catch (RuntimeException e) {
            csv.close();
            throw e;
        }
    }

    /**
     * Opens a file that has a JSON object in each line; the roles are an array.
     *
     * @throws io.signalbox.text.TextFormatException if it cannot be read
     */
    public static UserFile jsonLines(Path file) {
        JsonLines lines = JsonLines.open(file);
        return new UserFile(lines.stream().map(UserFile::user).iterator(), lines::close);
    }

    private static void requireKnown(Collection<String> names) {
        for (String name : names) {
            if (!COLUMNS.contains(name)) {
                throw new InvalidValueException(
                        "file of users", "it has a column or key of another name than " + COLUMNS);
            }
        }
    }

    private static ImportedUser user(CsvRow row) {
        return new ImportedUser(
                row.find("email").orElse(null),
                row.find("username").orElse(null),
                row.find("display_name").orElse(null),
                row.find("password_hash").orElse(null),
                row.find("password").orElse(null),
                row.find("roles").map(UserFile::split).orElse(Set.of()));
    }

    private static Set<String> split(String roles) {
        return Arrays.stream(roles.split(";", -1))
                .filter(Predicate.not(String::isEmpty))
                .collect(Collectors.toSet());
    }

    private static ImportedUser user(Map<String, @Nullable Object> object) {
        requireKnown(object.keySet());
        return new ImportedUser(
                text(object.get("email")),
                text(object.get("username")),
                text(object.get("display_name")),
                text(object.get("password_hash")),
                text(object.get("password")),
                texts(object.get("roles")));
    }

    private static @Nullable String text(@Nullable Object value) {
        if (value == null || value.equals("")) {
            return null;
        }
        if (value instanceof String text) {
            return text;
        }
        throw new InvalidValueException("file of users", "a value is no text");
    }

    private static Set<String> texts(@Nullable Object value) {
        if (value == null) {
            return Set.of();
        }
        if (value instanceof Collection<?> values) {
            return values.stream().map(UserFile::text).filter(Objects::nonNull).collect(Collectors.toSet());
        }
        throw new InvalidValueException("file of users", "the roles are no array");
    }

    @Override
    public boolean hasNext() {
        return users.hasNext();
    }

    @Override
    public ImportedUser next() {
        return users.next();
    }

    @Override
    public void close() {
        closing.run();
    }
}
