package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.signalbox.sqlite.Durability;
import io.signalbox.sqlite.Location;
import io.signalbox.sqlite.Pragma;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteConfigurationTest {

    private static final String URL = "jdbc:sqlite:app.db";

    /** For each setting a value that is not its default. */
    private static final Map<Setting, String> UNUSUAL = Map.ofEntries(
            Map.entry(Setting.READERS, "3"),
            Map.entry(Setting.WRITE_TIMEOUT, "1s"),
            Map.entry(Setting.WRITE_QUEUE_LIMIT, "100"),
            Map.entry(Setting.READER_TIMEOUT, "2s"),
            Map.entry(Setting.MAX_SNAPSHOT_AGE, "0"),
            Map.entry(Setting.OLD_SNAPSHOTS, "INTERRUPT"),
            Map.entry(Setting.WAL_LIMIT, "1GiB"),
            Map.entry(Setting.BUSY_TIMEOUT, "3s"),
            Map.entry(Setting.DURABILITY, "CRASH_SAFE"),
            Map.entry(Setting.READS, "DURABLE"),
            Map.entry(Setting.TRANSACTION_MODE, "UPGRADE"),
            Map.entry(Setting.STATEMENT_CACHE, "0"),
            Map.entry(Setting.CONNECTION_CUSTOMIZER, ConnectionCustomizerTest.Additions.class.getName()),
            Map.entry(Setting.DIAGNOSTICS, "true"));

    private static SqliteConfiguration with(String key, Object value) {
        return SqliteConfiguration.parse(URL, Map.of(key, value));
    }

    private static List<String> problemsOf(String url, Map<String, ?> properties) {
        ConfigurationException thrown =
                catchThrowableOfType(ConfigurationException.class, () -> SqliteConfiguration.parse(url, properties));
        assertThat(thrown).as("what is thrown for %s and %s", url, properties).isNotNull();
        assertThat(thrown.problems()).allSatisfy(problem -> assertThat(thrown).hasMessageContaining(problem));
        return thrown.problems();
    }

    @Test
    void aUrlAloneGetsTheDefaults() {
        SqliteConfiguration configuration = SqliteConfiguration.parse(URL);
        assertThat(configuration.location()).isEqualTo(new Location.InFile(Path.of("app.db")));
        assertThat(configuration.readers()).isEqualTo(16);
        assertThat(configuration.writeTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(configuration.readerTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(configuration.maxSnapshotAge()).isEqualTo(Duration.ofMinutes(1));
        assertThat(configuration.oldSnapshots()).isEqualTo(OldSnapshots.REPORT);
        assertThat(configuration.walLimit()).isEqualTo(64 * 1024 * 1024);
        assertThat(configuration.busyTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(configuration.durability()).isEqualTo(Durability.POWER_SAFE);
        assertThat(configuration.reads()).isEqualTo(ReadDurability.COMMITTED);
        assertThat(configuration.transactionMode()).isEqualTo(TransactionMode.IMMEDIATE);
        assertThat(configuration.statementCache()).isEqualTo(256);
        assertThat(configuration.connectionCustomizer()).isEmpty();
        assertThat(configuration.diagnostics()).isFalse();
        assertThat(configuration.pragmas()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "READERS")
    void theDefaultThatASettingNamesIsTheOneItHas(Setting setting) {
        assertThat(with(setting.key(), setting.defaultValue())).isEqualTo(SqliteConfiguration.parse(URL));
    }

    @Test
    void aDatabaseInMemoryIsCrashSafeUnlessItIsAskedToBeMore() {
        assertThat(SqliteConfiguration.parse("jdbc:sqlite::memory:").durability())
                .isEqualTo(Durability.CRASH_SAFE);
        assertThat(SqliteConfiguration.parse("jdbc:sqlite::memory:?durability=POWER_SAFE")
                        .durability())
                .isEqualTo(Durability.POWER_SAFE);
    }

    @ParameterizedTest
    @EnumSource
    void everySettingCanBeGivenAsAPropertyOrInTheUrl(Setting setting) {
        assertThat(UNUSUAL).as("a value for each setting").containsKey(setting);
        String value = UNUSUAL.get(setting);
        String name = setting.key().substring(Setting.PREFIX.length());
        assertThat(with(setting.key(), value))
                .isEqualTo(SqliteConfiguration.parse(URL + "?" + name + "=" + value))
                .isNotEqualTo(SqliteConfiguration.parse(URL));
    }

    @Test
    void aPragmaCanBeGivenAsAPropertyOrInTheUrl() {
        assertThat(with("signalbox.pragma.recursive_triggers", "on"))
                .isEqualTo(SqliteConfiguration.parse(URL + "?recursive_triggers=ON"))
                .extracting(SqliteConfiguration::pragmas)
                .isEqualTo(Map.of(Pragma.RECURSIVE_TRIGGERS, "1"));
    }

    @Test
    void valuesNeedNotBeStrings() {
        assertThat(with("signalbox.readers", 8).readers()).isEqualTo(8);
        assertThat(with("signalbox.write_timeout", Duration.ofMillis(1500)).writeTimeout())
                .isEqualTo(Duration.ofMillis(1500));
        assertThat(with("signalbox.diagnostics", true).diagnostics()).isTrue();
        assertThat(with("signalbox.durability", Durability.CRASH_SAFE).durability())
                .isEqualTo(Durability.CRASH_SAFE);
    }

    @ParameterizedTest
    @CsvSource({
        "5s, PT5S",
        "5 s, PT5S",
        "' 5S ', PT5S",
        "250ms, PT0.25S",
        "250MS, PT0.25S",
        "3000, PT3S",
        "2m, PT2M",
        "24h, PT24H",
        "1ms, PT0.001S",
        "PT5S, PT5S",
        "pt1.5s, PT1.5S"
    })
    void anIntervalHasAUnit(String text, Duration expected) {
        assertThat(with("signalbox.write_timeout", text).writeTimeout()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1048576", "1024KiB", "1 MiB", "1mib"})
    void aSizeIsWrittenWithAUnitOrInBytes(String text) {
        assertThat(with("signalbox.wal_limit", text).walLimit()).isEqualTo(1_048_576);
        assertThat(with("signalbox.wal_limit", "1024GiB").walLimit()).isEqualTo(1L << 40);
        assertThat(with("signalbox.wal_limit", 65_536).walLimit()).isEqualTo(65_536);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0s", "PT0S"})
    void anyAgeOfASnapshotCanBeAllowed(String text) {
        assertThat(with("signalbox.max_snapshot_age", text).maxSnapshotAge()).isZero();
        assertThat(with("signalbox.max_snapshot_age", Duration.ZERO).maxSnapshotAge())
                .isZero();
        assertThat(with("signalbox.max_snapshot_age", "2m").maxSnapshotAge()).isEqualTo(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    max_snapshot_age | soon     | must be an interval such as 5s, 250ms, 2m or PT5S
                    max_snapshot_age | 25h      | must be an interval from 1ms to 24h
                    max_snapshot_age | PT-1S    | must be an interval from 1ms to 24h
                    old_snapshots   | IGNORE    | must be REPORT or INTERRUPT
                    readers         | 0         | must be a whole number from 1 to 1000
                    readers         | 1001      | must be a whole number from 1 to 1000
                    readers         | -1        | must be a whole number from 1 to 1000
                    readers         | many      | must be a whole number from 1 to 1000
                    readers         | ''        | must be a whole number from 1 to 1000
                    readers         | 4.0       | must be a whole number from 1 to 1000
                    statement_cache | -1        | must be a whole number from 0 to 100000
                    write_timeout   | soon      | must be an interval such as 5s, 250ms, 2m or PT5S
                    write_timeout   | ''        | must be an interval such as 5s, 250ms, 2m or PT5S
                    write_timeout   | 5 days    | must be an interval such as 5s, 250ms, 2m or PT5S
                    write_timeout   | 1.5s      | must be an interval such as 5s, 250ms, 2m or PT5S
                    write_timeout   | -5s       | must be an interval such as 5s, 250ms, 2m or PT5S
                    write_timeout   | 9999999999999s | must be an interval such as 5s, 250ms, 2m or PT5S
                    write_timeout   | 0         | must be an interval from 1ms to 24h
                    write_timeout   | PT-5S     | must be an interval from 1ms to 24h
                    reader_timeout  | 25h       | must be an interval from 1ms to 24h
                    reader_timeout  | 999999999999h | must be an interval from 1ms to 24h
                    wal_limit       | 63KiB     | must be a size from 64KiB to 1024GiB, such as 64MiB
                    wal_limit       | 65535     | must be a size from 64KiB to 1024GiB, such as 64MiB
                    wal_limit       | 1025GiB   | must be a size from 64KiB to 1024GiB, such as 64MiB
                    wal_limit       | 9999999999999GiB | must be a size from 64KiB to 1024GiB, such as 64MiB
                    wal_limit       | -1        | must be a size from 64KiB to 1024GiB, such as 64MiB
                    wal_limit       | 64MB      | must be a size from 64KiB to 1024GiB, such as 64MiB
                    busy_timeout    | 0s        | must be an interval from 1ms to 24h
                    durability      | OFF       | must be POWER_SAFE or CRASH_SAFE
                    durability      | FULL      | must be POWER_SAFE or CRASH_SAFE
                    durability      | ''        | must be POWER_SAFE or CRASH_SAFE
                    transaction_mode | EXCLUSIVE | must be IMMEDIATE or UPGRADE
                    diagnostics     | yes       | must be true or false
                    diagnostics     | 1         | must be true or false
                    """)
    void aWrongValueIsAProblemThatSaysWhatIsRight(String name, String value, String reason) {
        assertThat(problemsOf(URL, Map.of("signalbox." + name, value)))
                .containsExactly("signalbox." + name + ": " + reason + ", but is '" + value + "'");
        assertThat(problemsOf(URL + "?" + name + "=" + value, Map.of()))
                .containsExactly(name + " in the URL: " + reason + ", but is '" + value + "'");
    }

    @ParameterizedTest
    @CsvSource({"power_safe, POWER_SAFE", "crash-safe, CRASH_SAFE", "Crash_Safe, CRASH_SAFE"})
    void durabilityMayBeWrittenInLowerCase(String text, Durability expected) {
        assertThat(with("signalbox.durability", text).durability()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "signalbox.reader",
                "signalbox.READERS",
                "signalbox.",
                "signalbox.pragma.",
                "signalbox.pragma.user_version",
                "signalbox.pragma.Foreign_Keys",
                "signalbox.foreign_keys"
            })
    void anUnknownKeyIsAProblemThatListsTheKnownOnes(String key) {
        assertThat(problemsOf(URL, Map.of(key, "1")))
                .singleElement()
                .asString()
                .startsWith(key + ": unknown; known are ")
                .contains("signalbox.readers, ", "signalbox.write_timeout, ", "signalbox.pragma.* for ", "foreign_keys")
                .doesNotContain("synchronous");
    }

    @ParameterizedTest
    @ValueSource(strings = {"psow", "vfs", "immutable", "nolock", "modeof", "open_mode", "date_class"})
    void anUnknownParameterOfTheUrlIsAProblem(String key) {
        assertThat(problemsOf(URL + "?" + key + "=0", Map.of()))
                .singleElement()
                .asString()
                .startsWith(key + " in the URL: unknown; known are ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"synchronous", "journal_mode", "locking_mode", "query_only", "wal_autocheckpoint"})
    void aPragmaThatWouldVoidAPromiseIsRefused(String name) {
        assertThat(problemsOf(URL, Map.of("signalbox.pragma." + name, "1")))
                .singleElement()
                .asString()
                .startsWith("signalbox.pragma." + name + ": not for an application to set: ");
        assertThat(problemsOf(URL + "?" + name + "=OFF", Map.of()))
                .singleElement()
                .asString()
                .startsWith(name + " in the URL: not for an application to set: ");
    }

    @Test
    void theBusyTimeoutIsASettingAndNoPragma() {
        assertThat(problemsOf(URL, Map.of("signalbox.pragma.busy_timeout", "3000")))
                .containsExactly(
                        "signalbox.pragma.busy_timeout: not for an application to set: set signalbox.busy_timeout");
    }

    @Test
    void aWrongValueOfAPragmaIsAProblem() {
        assertThat(problemsOf(URL, Map.of("signalbox.pragma.foreign_keys", "maybe")))
                .containsExactly("signalbox.pragma.foreign_keys: must be OFF or ON, but is 'maybe'");
    }

    @Test
    void aSettingInTheUrlAndAsAPropertyIsAProblem() {
        assertThat(problemsOf(URL + "?readers=8", Map.of("signalbox.readers", "8")))
                .containsExactly("signalbox.readers: set twice, in the URL and as a property; leave one out");
    }

    @Test
    void aPragmaInTheUrlAndAsAPropertyIsAProblem() {
        assertThat(problemsOf(URL + "?cache_size=-1", Map.of("signalbox.pragma.cache_size", "-2")))
                .containsExactly("signalbox.pragma.cache_size: set twice, in the URL and as a property; leave one out");
    }

    @Test
    void allProblemsAreToldTogether() {
        List<String> problems = problemsOf(
                "jdbc:sqlite:app.db?psow=0",
                Map.of(
                        "signalbox.readers", "none",
                        "signalbox.write_timeout", "soon",
                        "signalbox.pragma.synchronous", "OFF",
                        "signalbox.pragma.foreign_keys", "maybe",
                        "signalbox.colour", "red"));
        assertThat(problems).hasSize(6);
        assertThat(String.join("\n", problems))
                .contains("psow", "readers", "write_timeout", "synchronous", "foreign_keys", "colour");
    }

    @Test
    void aWrongUrlIsToldWithTheRest() {
        assertThat(problemsOf("jdbc:sqlite:app.db?mode=ro", Map.of("signalbox.readers", "none")))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("the URL: mode=ro is not supported");
    }

    @Test
    void keysOfOthersAndKeysWithoutAValueArePassedOver() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("jakarta.persistence.jdbc.url", URL);
        properties.put("hibernate.jdbc.batch_size", "50");
        properties.put("signalboxes.readers", "none");
        properties.put("signalbox.readers", null);
        assertThat(SqliteConfiguration.parse(URL, properties)).isEqualTo(SqliteConfiguration.parse(URL));
    }

    @Test
    void aConfigurationDoesNotChange() {
        assertThat(with("signalbox.pragma.threads", "1").pragmas())
                .containsExactly(Map.entry(Pragma.THREADS, "1"))
                .isUnmodifiable();
    }
}
