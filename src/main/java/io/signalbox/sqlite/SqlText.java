package io.signalbox.sqlite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What can be told from a statement's text before it is compiled. It decides nothing about where a statement runs: it only
 * tells what would pass the connection's own transaction handling by, or outlive the transaction on its connection.
 *
 * @param words the first words, in lower case, comments left out; {@code =} and {@code (} count as words
 * @param tail whether more follows behind the first semicolon, which SQLite would compile by itself and the driver ignores
 */
record SqlText(List<String> words, boolean tail) {

    private static final int WORDS = 4;

    private static final Set<String> COUNTED = Set.of("insert", "update", "delete", "replace", "with");
    private static final Set<String> CONTROL = Set.of("begin", "commit", "end");
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

    static SqlText of(String sql) {
        Scanner scanner = new Scanner(sql);
        List<String> words = new ArrayList<>(WORDS);
        boolean ended = false;
        boolean tail = false;
        for (String word = scanner.next(); !word.isEmpty(); word = scanner.next()) {
            tail |= ended && !word.equals(";");
            ended |= word.equals(";");
            if (!ended && words.size() < WORDS) {
                words.add(word.toLowerCase(Locale.ROOT));
            }
        }
        return new SqlText(List.copyOf(words), tail && !isTrigger(words));
    }

    /** A trigger's body is made of statements that end in semicolons. */
    private static boolean isTrigger(List<String> words) {
        return words.size() > 1
                && words.get(0).equals("create")
                && words.subList(1, words.size()).contains("trigger");
    }

    private String word(int index) {
        return index < words.size() ? words.get(index) : "";
    }

    /** Whether {@code sqlite3_changes} counts what it does; of any other statement it tells the count of the one before. */
    boolean countsChanges() {
        return COUNTED.contains(word(0));
    }

    /** Why the statement is not to be executed; empty for nearly all. */
    Optional<String> refusal() {
        if (tail) {
            return Optional.of("one statement at a time: what follows the first ';' would be ignored");
        }
        if (CONTROL.contains(word(0)) || (word(0).equals("rollback") && !words.contains("to"))) {
            return Optional.of(
                    "transactions begin and end with the connection's own setAutoCommit, commit and rollback,"
                            + " not with the statement " + word(0).toUpperCase(Locale.ROOT));
        }
        if (word(0).equals("pragma") && setsSomething()) {
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
            case "create" -> Set.of("temp", "temporary").contains(word(1));
            case "pragma" -> setsSomething() && !TELLING.contains(pragmaName());
            default -> false;
        };
    }

    /** Whether SQLite, or sense, forbids it inside a transaction. */
    boolean standsAlone() {
        return NEVER_IN_A_TRANSACTION.contains(word(0));
    }

    private boolean setsSomething() {
        return words.contains("=") || words.contains("(");
    }

    private String pragmaName() {
        return word(1).substring(word(1).lastIndexOf('.') + 1);
    }

    /** Takes a text apart into words and the few signs that matter; literals and quoted names are words. */
    private static final class Scanner {
        private final String sql;
        private int at;

        Scanner(String sql) {
            this.sql = sql;
        }

        /** The next word; empty at the end. */
        String next() {
            while (skipBlanksAndComments()) {
                // until there is something else
            }
            if (at >= sql.length()) {
                return "";
            }
            int start = at;
            char first = sql.charAt(at);
            if (first == '\'' || first == '"' || first == '`' || first == '[') {
                skipQuoted(first == '[' ? ']' : first);
            } else if (isWordPart(first)) {
                while (at < sql.length() && isWordPart(sql.charAt(at))) {
                    at++;
                }
            } else {
                at++;
            }
            return sql.substring(start, at);
        }

        private static boolean isWordPart(char c) {
            return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '$';
        }

        private boolean skipBlanksAndComments() {
            int before = at;
            while (at < sql.length() && Character.isWhitespace(sql.charAt(at))) {
                at++;
            }
            if (sql.startsWith("--", at)) {
                int end = sql.indexOf('\n', at);
                at = end < 0 ? sql.length() : end + 1;
            } else if (sql.startsWith("/*", at)) {
                int end = sql.indexOf("*/", at + 2);
                at = end < 0 ? sql.length() : end + 2;
            }
            return at > before;
        }

        private void skipQuoted(char quote) {
            int end = sql.indexOf(quote, at + 1);
            at = end < 0 ? sql.length() : end + 1;
        }
    }
}
