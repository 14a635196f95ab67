package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no configuration may have, and what no message may repeat. */
class RefusedParametersTest {

    private static List<String> problemsOf(String url, Map<String, ?> properties) {
        ConfigurationException thrown =
                catchThrowableOfType(ConfigurationException.class, () -> SqliteConfiguration.parse(url, properties));
        assertThat(thrown).as("what is thrown for %s and %s", url, properties).isNotNull();
        return thrown.problems();
    }

    @Test
    void toLoadExtensionsIsRefusedWithItsReason() {
        assertThat(problemsOf("jdbc:sqlite:app.db?enable_load_extension=true", Map.of()))
                .containsExactly("enable_load_extension in the URL: refused: SQL could load native code into this"
                        + " process: leave it out");
        assertThat(problemsOf("jdbc:sqlite:app.db", Map.of("signalbox.enable_load_extension", "true")))
                .singleElement()
                .asString()
                .startsWith("signalbox.enable_load_extension: refused: ");
    }

    @Test
    void aUserIsRefusedWithItsReason() {
        assertThat(problemsOf("jdbc:sqlite:app.db?user=ann", Map.of()))
                .singleElement()
                .asString()
                .startsWith("user in the URL: refused: SQLite knows no users");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "PASSWORD",
                "passwd",
                "pwd",
                "key",
                "hexkey",
                "rekey",
                "db_password",
                "secret",
                "token"
            })
    void whatLooksLikeAPasswordIsRefusedAndNotRepeated(String name) {
        assertThat(problemsOf("jdbc:sqlite:app.db?" + name + "=hunter2", Map.of()))
                .singleElement()
                .asString()
                .contains(" in the URL: refused: a database of SQLite has neither users nor encryption")
                .doesNotContain("hunter2");
        assertThat(problemsOf("jdbc:sqlite:app.db", Map.of("signalbox." + name, "hunter2")))
                .singleElement()
                .asString()
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.db?readers=4;password=hunter2",
                "app.db?readers=password:hunter2",
                "app.db?password:hunter2",
                "app.db?durability=x, PASSWORD = hunter2",
                "app.db?foreign_keys=pwd=hunter2",
                "app.db;password=hunter2",
                "file://ann:hunter2@host/app.db",
                "file:app.db#password=hunter2",
                "app.db?mode=ro;password=hunter2",
                "app.db?cache=x;password=hunter2",
            })
    void aPasswordInTheWrongPlaceIsNotRepeatedEither(String url) {
        assertThat(problemsOf("jdbc:sqlite:" + url, Map.of()))
                .allSatisfy(problem -> assertThat(problem).doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    password=x              | password=***
                    a; DB_Password : x&b=c  | a; DB_Password=***&b=c
                    hexkey=x                | hexkey=***
                    the key is lost         | the key is lost
                    foreign_keys=on         | foreign_keys=on
                    monkey=banana           | monkey=banana
                    """)
    void aMaskHidesTheValueAndNothingElse(String text, String masked) {
        assertThat(Secrets.masked(text)).isEqualTo(masked);
    }

    @Test
    void anUnknownKeyOfAUrlIsToldTheNamesThatAUrlHas() {
        assertThat(problemsOf("jdbc:sqlite:app.db?reader=4", Map.of()))
                .singleElement()
                .asString()
                .startsWith("reader in the URL: unknown; known are readers, write_timeout, ")
                .contains("foreign_keys")
                .doesNotContain("signalbox.");
    }

    @Test
    void aKeyOfAUrlMayHaveItsPrefix() {
        assertThat(SqliteConfiguration.parse("jdbc:sqlite:app.db?signalbox.readers=3&signalbox.pragma.threads=1"))
                .isEqualTo(SqliteConfiguration.parse("jdbc:sqlite:app.db?readers=3&threads=1"));
        assertThat(problemsOf("jdbc:sqlite:app.db?signalbox.readers=3&readers=3", Map.of()))
                .singleElement()
                .asString()
                .contains("set twice");
    }
}
