package io.signalbox.sqlite;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which statements only read, told from their text, whatever connection they run on: SELECT, VALUES, WITH before one of these,
 * EXPLAIN, and pragmas that tell something.
 */
public final class ReadOnlySql {

    private static final Set<String> READING = Set.of("select", "values", "explain");

    /** Pragmas that do something where they are given no value, too. */
    private static final Set<String> ACTING =
            Set.of("incremental_vacuum", "optimize", "shrink_memory", "wal_checkpoint");

    private ReadOnlySql() {}

    /** Why the text is not one statement that only reads; empty if it is. */
    public static Optional<String> refusal(String sql) {
        SqlText text = SqlText.of(sql);
        if (text.words().isEmpty()) {
            return Optional.of("it has no statement");
        }
        if (text.tail()) {
            return Optional.of("it has more than one statement, and what follows the first ';' would be ignored");
        }
        return text.word(0).equals("pragma") ? refusalOfPragma(text) : refusalOfVerb(text.word(0), sql);
    }

    private static Optional<String> refusalOfPragma(SqlText text) {
        return text.tells() && !ACTING.contains(text.pragmaName())
                ? Optional.empty()
                : Optional.of("the pragma " + text.pragmaName() + " may change something");
    }

    private static Optional<String> refusalOfVerb(String first, String sql) {
        String verb = first.equals("with") ? verbOfWith(sql) : first;
        return READING.contains(verb)
                ? Optional.empty()
                : Optional.of("it is " + verb.toUpperCase(Locale.ROOT) + ", and only SELECT, VALUES, WITH, EXPLAIN and"
                        + " pragmas that tell something are queries");
    }

    /** The word that follows the common table expressions: the first behind a closing bracket that is neither AS nor a comma. */
    private static String verbOfWith(String sql) {
        SqlScanner scanner = new SqlScanner(sql);
        int depth = 0;
        boolean closed = false;
        for (String word = scanner.next(); !word.isEmpty(); word = scanner.next()) {
            String lower = word.toLowerCase(Locale.ROOT);
            if (closed && !lower.equals(",") && !lower.equals("as")) {
                return lower;
            }
            depth += lower.equals("(") ? 1 : lower.equals(")") ? -1 : 0;
            closed = depth == 0 && lower.equals(")");
        }
        return "with";
    }
}
