package io.signalbox.sqlite;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A pragma that may be set on every connection, and how its value reads back.
 *
 * <p>Only pragmas whose effect can be read back and voids no promise are here; {@link #refusal} knows the others. See
 * <a href="https://www.sqlite.org/pragma.html">PRAGMA Statements</a>.
 */
public enum Pragma {
    ANALYSIS_LIMIT(Integers.ANY),
    AUTOMATIC_INDEX(Words.SWITCH),
    BUSY_TIMEOUT(Integers.ANY),
    CACHE_SIZE(Integers.ANY),
    CELL_SIZE_CHECK(Words.SWITCH),
    CHECKPOINT_FULLFSYNC(Words.SWITCH),
    FOREIGN_KEYS(Words.SWITCH),
    FULLFSYNC(Words.SWITCH),
    JOURNAL_SIZE_LIMIT(Integers.ANY),
    MMAP_SIZE(Integers.ANY),
    RECURSIVE_TRIGGERS(Words.SWITCH),
    REVERSE_UNORDERED_SELECTS(Words.SWITCH),
    SECURE_DELETE(new Words(List.of("off", "on", "fast"))),
    SYNCHRONOUS(new Words(List.of("off", "normal", "full", "extra"))),
    TEMP_STORE(new Words(List.of("default", "file", "memory"))),
    THREADS(Integers.ANY),
    TRUSTED_SCHEMA(Words.SWITCH);

    private static final Map<String, String> REFUSALS = Map.of(
            "journal_mode", "it is WAL: readers that never wait for writers rest on it",
            "locking_mode", "it is NORMAL: EXCLUSIVE would lock the readers out",
            "query_only", "readers are read-only and the writer is not",
            "synchronous", "say how durable a commit is with signalbox.durability",
            "busy_timeout", "set signalbox.busy_timeout",
            "wal_autocheckpoint", "when the log is checkpointed is the data source's business",
            "read_uncommitted", "there is no shared cache whose uncommitted rows could be read",
            "writable_schema", "it lets a statement corrupt the database",
            "ignore_check_constraints", "the schema would no longer mean what it says",
            "defer_foreign_keys", "it holds for one transaction: execute it there");

    @SuppressWarnings("ImmutableEnumChecker") // both kinds are records of immutable lists
    private final Values values;

    Pragma(Values values) {
        this.values = values;
    }

    /** The pragma of this name. */
    public static Optional<Pragma> named(String name) {
        return Arrays.stream(values())
                .filter(pragma -> pragma.sqlName().equals(name))
                .findFirst();
    }

    /** Why a pragma of this name is not for an application to set; empty if it is unknown or allowed. */
    public static Optional<String> refusal(String name) {
        return Optional.ofNullable(REFUSALS.get(name));
    }

    /** The names of the pragmas that are not for an application to set. */
    static Set<String> refused() {
        return REFUSALS.keySet();
    }

    /** The name in SQL. */
    public String sqlName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The value as SQLite reads it back, {@code 1} for {@code ON} for instance.
     *
     * @throws IllegalArgumentException if the pragma has no such value; the message says which it has
     */
    public String normalized(String value) {
        return values.normalized(value.strip().toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new IllegalArgumentException("must be " + values + ", but is '" + value + "'"));
    }

    /** How a statement says a normalized value: in words, since {@code secure_delete} takes a 2 for {@code ON}. */
    String literal(String normalized) {
        return values.literal(normalized);
    }

    private interface Values {
        Optional<String> normalized(String value);

        default String literal(String normalized) {
            return normalized;
        }
    }

    private record Integers() implements Values {
        static final Integers ANY = new Integers();

        @Override
        public Optional<String> normalized(String value) {
            try {
                return Optional.of(Long.toString(Long.parseLong(value)));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }

        @Override
        public String toString() {
            return "a whole number";
        }
    }

    /** Words that SQLite numbers in the order given. */
    private record Words(List<String> words) implements Values {
        static final Words SWITCH = new Words(List.of("off", "on"));
        private static final Map<String, String> SYNONYMS =
                Map.of("false", "off", "no", "off", "true", "on", "yes", "on");

        @Override
        public Optional<String> normalized(String value) {
            String word = SYNONYMS.getOrDefault(value, value);
            return IntStream.range(0, words.size())
                    .filter(i ->
                            words.get(i).equals(word) || Integer.toString(i).equals(word))
                    .mapToObj(Integer::toString)
                    .findFirst();
        }

        @Override
        public String literal(String normalized) {
            return words.get(Integer.parseInt(normalized));
        }

        @Override
        public String toString() {
            return words.stream().map(word -> word.toUpperCase(Locale.ROOT)).collect(Collectors.joining(" or "));
        }
    }
}
