package io.signalbox.sqlite;

import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * What can be told from a statement's text before it is compiled. It decides nothing about where a statement runs: it only
 * tells what would pass the connection's own transaction handling by, or outlive the transaction on its connection.
 *
 * @param words the first words, in lower case and without quotes, comments left out; signs count as words
 * @param tail whether more follows behind the first semicolon, which SQLite would compile by itself and the driver ignores
 */
record SqlText(List<String> words, boolean tail) {

    /** Enough for {@code CREATE UNIQUE INDEX IF NOT EXISTS temp.x}. */
    private static final int WORDS = 10;

    private static final Set<String> COUNTED = Set.of("insert", "update", "delete", "replace", "with");
    private static final Set<String> READING = Set.of("select", "values", "explain");
    private static final Set<String> CONTROL = Set.of("begin", "commit", "end", "rollback");
    private static final Set<String> SAVEPOINTS = Set.of("savepoint", "release");
    private static final Set<String> LEAVING = Set.of("attach", "detach", "create", "pragma");
    private static final Set<String> TEMPORARY = Set.of("temp", "temporary");
    private static final Set<String> NEVER_IN_A_TRANSACTION = Set.of("vacuum", "attach", "detach", "pragma");

    /** Pragmas with an argument that only tell something. */
    private static final Set<String> TELLING = Set.of(
            "foreign_key_check",
            "foreign_key_list",
            "index_info",
            "index_list",
            "index_xinfo",
            "integrity_check",
            "optimize",
            "quick_check",
            "table_info",
            "table_list",
            "table_xinfo",
            "wal_checkpoint");

    /** Pragmas that may not be set for a connection, and may for the transaction with which they end. */
    private static final Set<String> OF_A_TRANSACTION = Set.of("defer_foreign_keys");

    static SqlText of(String sql) {
        SqlScanner scanner = new SqlScanner(sql);
        List<String> words = new ArrayList<>(WORDS);
        String before = "";
        boolean ended = false;
        boolean tail = false;
        for (String word = scanner.next(); !word.isEmpty(); word = scanner.next()) {
            tail |= ended && !word.equals(";");
            ended |= word.equals(";") && (!isTrigger(words) || before.equals("; end"));
            if (!ended && words.size() < WORDS) {
                words.add(unquoted(word));
            }
            before = before.equals(";") && word.equalsIgnoreCase("end") ? "; end" : word;
        }
        return new SqlText(List.copyOf(words), tail);
    }

    /** A trigger's body is made of statements that end in semicolons; itself it ends with END behind one of them. */
    private static boolean isTrigger(List<String> words) {
        return words.size() > 2
                && words.get(0).equals("create")
                && words.get(TEMPORARY.contains(words.get(1)) ? 2 : 1).equals("trigger");
    }

    private static String unquoted(String word) {
        boolean quoted = word.length() > 1 && "'\"`[".indexOf(word.charAt(0)) >= 0;
        return (quoted ? word.substring(1, word.length() - 1) : word).toLowerCase(Locale.ROOT);
    }

    /** {@link #leavesState()} of a text; at once for nearly all. */
    static boolean leavesState(String sql) {
        return LEAVING.contains(new SqlScanner(sql).next().toLowerCase(Locale.ROOT)) && of(sql).leavesState();
    }

    String word(int index) {
        return index < words.size() ? words.get(index) : "";
    }

    /** Whether {@code sqlite3_changes} counts what it does; of any other statement it tells the count of the one before. */
    boolean countsChanges() {
        return COUNTED.contains(word(0));
    }

    /** Whether it can change nothing, whatever it says. */
    boolean onlyReads() {
        return READING.contains(word(0))
                || (word(0).equals("pragma") && pragmaName().equals("data_version"));
    }

    /**
     * Refuses what is not to be executed. A checkpoint on a connection that reads is refused as SQLite refuses a write there:
     * SQLite itself would make it, and hold the write lock while it waits for the other readers.
     */
    void refuse(String sql, Access access) throws SQLException {
        Optional<String> refusal = refusal();
        if (refusal.isPresent()) {
            throw new SQLNonTransientException(refusal.get() + ": " + sql, "42000");
        }
        if (access == Access.READ_ONLY && checkpoints()) {
            throw new SQLiteException(
                    "[SQLITE_READONLY] a read-only connection makes no checkpoint: " + sql,
                    SQLiteErrorCode.SQLITE_READONLY);
        }
    }

    /** Why the statement is not to be executed; empty for nearly all. */
    Optional<String> refusal() {
        if (tail) {
            return Optional.of("one statement at a time: what follows the first ';' would be ignored");
        }
        if (SAVEPOINTS.contains(word(0)) || (word(0).equals("rollback") && words.contains("to"))) {
            return Optional.of(
                    "savepoints are the connection's own setSavepoint, rollback and releaseSavepoint, not the"
                            + " statement " + word(0).toUpperCase(Locale.ROOT));
        }
        if (CONTROL.contains(word(0))) {
            return Optional.of(
                    "transactions begin and end with the connection's own setAutoCommit, commit and rollback,"
                            + " not with the statement " + word(0).toUpperCase(Locale.ROOT));
        }
        if (word(0).equals("pragma") && setsSomething() && !OF_A_TRANSACTION.contains(pragmaName())) {
            String name = pragmaName();
            return Pragma.refusal(name)
                    .map(reason -> "PRAGMA " + name + " is not for an application to set: " + reason);
        }
        return Optional.empty();
    }

    /** Whether something of it stays on the connection when its transaction has ended. */
    boolean leavesState() {
        return switch (word(0)) {
            case "attach", "detach" -> true;
            case "create" -> TEMPORARY.contains(word(1)) || isInTemp();
            case "pragma" -> !tells();
            default -> false;
        };
    }

    /** Whether it is a pragma that sets nothing. */
    boolean tells() {
        return word(0).equals("pragma") && (!setsSomething() || TELLING.contains(pragmaName()));
    }

    /** Whether SQLite, or sense, forbids it inside a transaction. */
    boolean standsAlone() {
        return NEVER_IN_A_TRANSACTION.contains(word(0));
    }

    /** Whether it is a checkpoint. */
    boolean checkpoints() {
        return word(0).equals("pragma") && pragmaName().equals("wal_checkpoint");
    }

    private boolean setsSomething() {
        return words.contains("=") || words.contains("(");
    }

    private boolean isInTemp() {
        return IntStream.range(1, words.size())
                .anyMatch(i -> word(i).equals("temp") && word(i + 1).equals("."));
    }

    String pragmaName() {
        return word(2).equals(".") ? word(3) : word(1);
    }
}
