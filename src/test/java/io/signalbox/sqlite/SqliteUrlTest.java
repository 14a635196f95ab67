package io.signalbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteUrlTest {

    @ParameterizedTest
    @CsvSource({
        "app.db, app.db",
        "./data/app.db, ./data/app.db",
        "/srv/app.db, /srv/app.db",
        "/srv/app data.db, /srv/app data.db",
        "100%.db, 100%.db",
        "app%20.db, app%20.db",
        "a+b.db, a+b.db",
        "app.db?, app.db",
        "app.db?mode=rwc, app.db",
        "app.db?cache=private, app.db",
        "file:app.db, app.db",
        "file:./data/app.db, ./data/app.db",
        "file:/srv/app.db, /srv/app.db",
        "file:/srv/app%20data.db, /srv/app data.db",
        "file:/srv/b%C3%BCcher.db, /srv/bücher.db",
        "file:/srv/what%3f.db, /srv/what?.db",
        "file:a+b.db, a+b.db",
        "/srv/a#b.db, /srv/a#b.db",
        "file:/srv/a%23b.db, /srv/a#b.db",
        "a;b.db, a;b.db",
        "file:a%3Bb=c.db, a;b=c.db",
        "file:///srv/app.db, /srv/app.db",
        "file://localhost/srv/app.db, /srv/app.db",
        "file:/srv/app.db?mode=rwc&cache=shared, /srv/app.db"
    })
    void aFileIsNamedAsTheDriverNamesIt(String name, String path) {
        for (String prefix : new String[] {"jdbc:sqlite:", "jdbc:signalbox:", "JDBC:SQLITE:", "Jdbc:Signalbox:"}) {
            SqliteUrl url = SqliteUrl.parse(prefix + name);
            assertThat(url.location()).isEqualTo(new Location.InFile(Path.of(path)));
            assertThat(url.parameters()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":memory:",
                "file:",
                "file::memory:",
                ":memory:?",
                "file::memory:?mode=memory",
                "?mode=memory"
            })
    void aDatabaseInMemoryWithoutANameIsItsOwn(String name) {
        assertThat(SqliteUrl.parse("jdbc:sqlite:" + name).location())
                .isEqualTo(new Location.InMemory(Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "file:line?mode=memory&cache=shared, line",
        "file:line?cache=shared&mode=memory, line",
        "file:line?mode=memory, line",
        "file:main%20line?mode=memory&cache=shared, main line",
        "file::memory:?cache=shared, :memory:",
        "file::memory:?mode=memory&cache=shared, :memory:",
        ":memory:?cache=shared, :memory:"
    })
    void aDatabaseInMemoryCanHaveAName(String name, String expected) {
        assertThat(SqliteUrl.parse("jdbc:sqlite:" + name).location())
                .isEqualTo(new Location.InMemory(Optional.of(expected)));
    }

    @Test
    void settingsFollowAQuestionMarkInOrder() {
        SqliteUrl url = SqliteUrl.parse("jdbc:sqlite:app.db?readers=8&&WRITE_TIMEOUT=250%20ms&foreign_keys=ON&bare");
        assertThat(url.parameters())
                .containsExactly(
                        entry("readers", "8"),
                        entry("write_timeout", "250 ms"),
                        entry("foreign_keys", "ON"),
                        entry("bare", ""));
    }

    @Test
    void aDatabaseInMemoryHasSettingsToo() {
        SqliteUrl url = SqliteUrl.parse("jdbc:sqlite:file:line?mode=memory&readers=2&cache=shared");
        assertThat(url.parameters()).containsExactly(entry("readers", "2"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    jdbc:postgresql://host/app         | must begin with jdbc:sqlite: or jdbc:signalbox:
                    app.db                             | must begin with jdbc:sqlite: or jdbc:signalbox:
                    jdbc:sqlite::resource:app.db       | copy the resource to a file
                    jdbc:sqlite:file://host/srv/app.db | must be empty or localhost, but is
                    jdbc:sqlite:file://host            | must be empty or localhost, but is
                    jdbc:sqlite:file:a%00b.db          | NUL
                    jdbc:sqlite:file:a%zz.db           | two hexadecimal digits
                    jdbc:sqlite:file:a%2               | two hexadecimal digits
                    jdbc:sqlite:app.db?readers=%       | two hexadecimal digits
                    jdbc:sqlite:app.db?readers=1&readers=2   | stands more than once in the URL
                    jdbc:sqlite:app.db?readers=1&READERS=2   | stands more than once in the URL
                    jdbc:sqlite:file:app.db#top        | a # in a file: URI begins a fragment
                    jdbc:sqlite:file:app.db?readers=1#top | a # in a file: URI begins a fragment
                    jdbc:sqlite:app.db;readers=1       | looks like a setting, but would be part of
                    jdbc:sqlite:file:app.db; user = x  | looks like a setting, but would be part of
                    jdbc:sqlite:app.db?mode=ro         | mode=ro is not supported
                    jdbc:sqlite:app.db?mode=rw         | mode=rw is not supported
                    jdbc:sqlite:app.db?cache=mine      | cache must be shared or private, but is
                    """)
    void anythingElseIsRefusedAndTheMessageSaysWhy(String url, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SqliteUrl.parse(url))
                .withMessageContaining(reason);
    }

    @Test
    void whoIsNamedInAnAuthorityIsNotRepeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SqliteUrl.parse("jdbc:sqlite:file://ann:hunter2@host/srv/app.db"))
                .withMessage("the authority of a file: URI must be empty or localhost, but is 'host'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:sqlite:",
                "jdbc:sqlite:app.db",
                "jdbc:signalbox:app.db",
                "jdbc:sqlite::memory:",
                "JDBC:SQLITE:app.db",
                "JDBC:SignalBox:app.db"
            })
    void urlsOfSqliteAreAccepted(String url) {
        assertThat(SqliteUrl.accepts(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "jdbc:", "jdbc:h2:mem:x", "jdbc:postgresql:app", "sqlite:app.db", " jdbc:sqlite:app.db"})
    void urlsOfOtherDatabasesAreNot(String url) {
        assertThat(SqliteUrl.accepts(url)).isFalse();
    }
}
