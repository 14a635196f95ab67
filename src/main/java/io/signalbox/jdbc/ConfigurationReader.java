package io.signalbox.jdbc;

import io.signalbox.sqlite.ConnectionCustomizer;
import io.signalbox.sqlite.Durability;
import io.signalbox.sqlite.Location;
import io.signalbox.sqlite.Pragma;
import io.signalbox.sqlite.SqliteUrl;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a configuration and collects what is wrong with it, all of it. */
final class ConfigurationReader {

    private static final Pattern INTERVAL = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|)");
    private static final Map<String, Long> MILLIS =
            Map.of("", 1L, "ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L);
    private static final Pattern SIZE = Pattern.compile("(\\d{1,13})\\s*(kib|mib|gib|)");
    private static final Map<String, Integer> SHIFTS = Map.of("", 0, "kib", 10, "mib", 20, "gib", 30);
    private static final long SMALLEST_LOG = 64 << 10;
    private static final long LARGEST_LOG = 1L << 40;
    private static final Duration LONGEST = Duration.ofDays(1);

    /** Python's name for the check that is always on here: to say so is right, to turn it off is refused. */
    private static final String CHECK_SAME_THREAD = "check_same_thread";

    /** What is refused with a reason of its own, though it is neither a setting nor a pragma. */
    private static final Map<String, String> REFUSALS = Map.of(
            "enable_load_extension",
            "SQL could load native code into this process: leave it out",
            CHECK_SAME_THREAD,
            "two threads on one connection commit and roll back each other's work, so a transaction belongs to the"
                    + " thread that began it; hand the data source or the shared EntityManager to all threads and leave it"
                    + " out",
            "user",
            "SQLite knows no users, who may open the file may read it: leave it out");

    private final List<String> problems = new ArrayList<>();
    private final Map<Setting, String> values = new EnumMap<>(Setting.class);
    private final Map<Setting, String> keys = new EnumMap<>(Setting.class);
    private final Map<Pragma, String> pragmas = new EnumMap<>(Pragma.class);
    private final Optional<SqliteUrl> url;
    private @Nullable ConnectionCustomizer customizer;

    ConfigurationReader(String url, Map<String, ?> properties) {
        this.url = parsed(url);
        this.url.ifPresent(u -> takeShort(u.parameters(), " in the URL"));
        new TreeMap<>(properties).forEach((key, value) -> {
            if (key.startsWith(Setting.PREFIX) && value != null) {
                if (value instanceof ConnectionCustomizer given && key.equals(Setting.CONNECTION_CUSTOMIZER.key())) {
                    customizer = given;
                }
                take(key, key, value.toString());
            }
        });
    }

    private Optional<SqliteUrl> parsed(String text) {
        try {
            return Optional.of(SqliteUrl.parse(text));
        } catch (IllegalArgumentException e) {
            problem("the URL", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Takes settings and pragmas under the names that they have in a URL, or under those that they have elsewhere. */
    void takeShort(Map<String, String> named, String place) {
        named.forEach((name, value) -> {
            if (name.startsWith(Setting.PREFIX)) {
                take(name, name + place, value);
            } else {
                take(name, name + place, value, true);
            }
        });
    }

    private void take(String name, String key, String value) {
        String rest = name.substring(Setting.PREFIX.length());
        if (rest.startsWith(Setting.PRAGMA_PREFIX)) {
            takePragma(rest.substring(Setting.PRAGMA_PREFIX.length()), key, value, false);
        } else {
            take(rest, key, value, false);
        }
    }

    private void take(String name, String key, String value, boolean isShort) {
        Optional<Setting> setting = Setting.named(name);
        if (setting.isPresent()) {
            refuseSecond(key, values.put(setting.get(), value.strip()));
            keys.put(setting.get(), key);
        } else if (Secrets.isNamed(name)) {
            problem(key, "refused: a database of SQLite has neither users nor encryption: leave it out");
        } else if (name.equals(CHECK_SAME_THREAD) && value.strip().equalsIgnoreCase("true")) {
            return;
        } else if (REFUSALS.containsKey(name)) {
            problem(key, "refused: " + REFUSALS.get(name));
        } else if (isShort) {
            takePragma(name, key, value, true);
        } else {
            problem(key, "unknown; known are " + knownKeys(false));
        }
    }

    /** Messages go to logs: whatever in them looks like a password is masked. */
    private void problem(String key, String text) {
        problems.add(Secrets.masked(key + ": " + text));
    }

    private void refuseSecond(String key, @Nullable String first) {
        if (first != null) {
            problem(key, "set twice, in the URL and as a property; leave one out");
        }
    }

    private void takePragma(String name, String key, String value, boolean isShort) {
        Optional<String> refusal = Pragma.refusal(name);
        Optional<Pragma> pragma = Pragma.named(name);
        if (refusal.isPresent()) {
            problem(key, "not for an application to set: " + refusal.get());
        } else if (pragma.isEmpty()) {
            problem(key, "unknown; known are " + knownKeys(isShort));
        } else {
            try {
                refuseSecond(key, pragmas.put(pragma.get(), pragma.get().normalized(value)));
            } catch (IllegalArgumentException e) {
                problem(key, String.valueOf(e.getMessage()));
            }
        }
    }

    private static String knownKeys(boolean isShort) {
        Stream<String> settings =
                Arrays.stream(Setting.values()).map(setting -> isShort ? setting.shortName() : setting.key());
        Stream<String> pragmas = Arrays.stream(Pragma.values())
                .map(Pragma::sqlName)
                .filter(name -> Pragma.refusal(name).isEmpty());
        String between = isShort ? ", " : " and " + Setting.PREFIX + Setting.PRAGMA_PREFIX + "* for ";
        return settings.collect(Collectors.joining(", ")) + between + pragmas.collect(Collectors.joining(", "));
    }

    SqliteConfiguration read() {
        SqliteConfiguration configuration = new SqliteConfiguration(
                url.map(SqliteUrl::location).orElse(new Location.InMemory(Optional.empty())),
                value(Setting.READERS, 16, text -> whole(text, 1, 1_000)),
                value(Setting.WRITE_TIMEOUT, Duration.ofSeconds(5), ConfigurationReader::interval),
                value(Setting.WRITE_QUEUE_LIMIT, 0, text -> whole(text, 0, 1_000_000)),
                value(Setting.READER_TIMEOUT, Duration.ofSeconds(5), ConfigurationReader::interval),
                value(Setting.MAX_SNAPSHOT_AGE, Duration.ofMinutes(1), ConfigurationReader::intervalOrZero),
                value(Setting.OLD_SNAPSHOTS, OldSnapshots.REPORT, text -> oneOf(OldSnapshots.class, text)),
                value(Setting.WAL_LIMIT, 64L << 20, ConfigurationReader::bytes),
                value(Setting.BUSY_TIMEOUT, Duration.ofSeconds(5), ConfigurationReader::interval),
                value(Setting.DURABILITY, defaultDurability(), text -> oneOf(Durability.class, text)),
                value(Setting.READS, ReadDurability.COMMITTED, text -> oneOf(ReadDurability.class, text)),
                value(Setting.TRANSACTION_MODE, TransactionMode.IMMEDIATE, text -> oneOf(TransactionMode.class, text)),
                value(Setting.STATEMENT_CACHE, 256, text -> whole(text, 0, 100_000)),
                value(Setting.CONNECTION_CUSTOMIZER, Optional.empty(), this::customizer),
                value(Setting.DIAGNOSTICS, false, ConfigurationReader::truth),
                pragmas);
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return configuration;
    }

    /** Nobody reads a temporary file after a power cut. */
    private Durability defaultDurability() {
        boolean memory =
                url.filter(u -> u.location() instanceof Location.InMemory).isPresent();
        return memory ? Durability.CRASH_SAFE : Durability.POWER_SAFE;
    }

    private <T> T value(Setting setting, T defaultValue, Function<String, T> parser) {
        String text = values.get(setting);
        if (text == null) {
            return defaultValue;
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            problem(String.valueOf(keys.get(setting)), e.getMessage() + ", but is '" + text + "'");
            return defaultValue;
        }
    }

    private Optional<ConnectionCustomizer> customizer(String name) {
        if (customizer != null) {
            return Optional.of(customizer);
        }
        return name.isEmpty() ? Optional.empty() : Optional.of(NamedCustomizer.of(name));
    }

    private static int whole(String text, int min, int max) {
        String range = "must be a whole number from " + min + " to " + max;
        try {
            int number = Integer.parseInt(text);
            if (number < min || number > max) {
                throw new IllegalArgumentException(range);
            }
            return number;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(range, e);
        }
    }

    private static long bytes(String text) {
        Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            int shift = SHIFTS.getOrDefault(matcher.group(2), 0);
            if (number <= LARGEST_LOG >> shift && number << shift >= SMALLEST_LOG) {
                return number << shift;
            }
        }
        throw new IllegalArgumentException("must be a size from 64KiB to 1024GiB, such as 64MiB");
    }

    private static Duration interval(String text) {
        Duration interval = anyInterval(text.toLowerCase(Locale.ROOT));
        if (interval.compareTo(Duration.ofMillis(1)) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("must be an interval from 1ms to 24h");
        }
        return interval;
    }

    private static Duration intervalOrZero(String text) {
        return anyInterval(text.toLowerCase(Locale.ROOT)).isZero() ? Duration.ZERO : interval(text);
    }

    private static Duration anyInterval(String text) {
        Matcher matcher = INTERVAL.matcher(text);
        if (matcher.matches()) {
            return Duration.ofMillis(
                    Math.multiplyExact(Long.parseLong(matcher.group(1)), MILLIS.getOrDefault(matcher.group(2), 1L)));
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("must be an interval such as 5s, 250ms, 2m or PT5S", e);
        }
    }

    private static <E extends Enum<E>> E oneOf(Class<E> type, String text) {
        try {
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            String names =
                    Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(" or "));
            throw new IllegalArgumentException("must be " + names, e);
        }
    }

    private static boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }
}
