package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.signalbox.Actor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteDriverTest {

    private static final SqliteDriver DRIVER = new SqliteDriver();

    @TempDir
    Path temporary;

    Path file;
    String url;

    @BeforeEach
    void resolve() throws Exception {
        file = temporary.toRealPath().resolve("test.db");
        url = "jdbc:signalbox:" + file;
    }

    private static Properties properties(String... keysAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.setProperty(keysAndValues[i], keysAndValues[i + 1]);
        }
        return properties;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }

    private void assertClosed() {
        assertThat(Path.of(file + "-wal")).doesNotExist();
        assertThat(Path.of(file + "-shm")).doesNotExist();
    }

    private void assertOpen() {
        assertThat(Path.of(file + "-wal")).exists();
    }

    @Test
    void theServiceLoaderAndTheDriverManagerFindIt() throws SQLException {
        assertThat(ServiceLoader.load(Driver.class)).anyMatch(SqliteDriver.class::isInstance);
        assertThat(DriverManager.getDriver(url)).isInstanceOf(SqliteDriver.class);
        try (Connection connection = DriverManager.getConnection(url)) {
            assertThat(connection.unwrap(SqliteConnection.class)).isNotNull();
            execute(connection, "create table t(id integer primary key)");
        }
        assertThat(file).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:sqlite:app.db", "jdbc:h2:mem:x", "signalbox:app.db", "jdbc:signalbo", ""})
    void aUrlOfAnotherDriverIsLeftToIt(String other) throws SQLException {
        assertThat(DRIVER.acceptsURL(other)).isFalse();
        assertThat(DRIVER.connect(other, new Properties())).isNull();
    }

    @Test
    void noUrlIsRefused() {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> DRIVER.acceptsURL(null))
                .withMessage("the URL is null");
    }

    @Test
    void theFirstConnectionOpensTheDatabaseAndTheLastClosesIt() throws SQLException {
        Connection first = DriverManager.getConnection(url);
        execute(first, "create table t(id integer primary key)");
        Connection second = DriverManager.getConnection("jdbc:signalbox:file:" + file);
        first.close();
        first.close();
        assertOpen();
        assertThat(one(second, "select count(*) from t")).isEqualTo("0");
        second.close();
        assertClosed();
        try (Connection third = DriverManager.getConnection(url)) {
            assertThat(one(third, "select count(*) from t")).isEqualTo("0");
        }
        assertClosed();
    }

    @Test
    void aDataSourceKeepsItOpenToo() throws SQLException {
        try (SqliteDataSource dataSource = SqliteDataSource.open(url)) {
            try (Connection connection = DriverManager.getConnection(url)) {
                connection.setAutoCommit(false);
                execute(connection, "create table t(id integer primary key)");
                assertThat(dataSource.statistics().writer().held()).isTrue();
                connection.commit();
            }
            assertThat(dataSource.statistics().writer().held()).isFalse();
            assertOpen();
        }
        assertClosed();
    }

    @Test
    void aConnectionThatIsClosedInATransactionRollsItBack() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            execute(connection, "create table t(id integer primary key)");
            connection.setAutoCommit(false);
            execute(connection, "insert into t values(1)");
        }
        assertClosed();
        try (Connection connection = DriverManager.getConnection(url)) {
            assertThat(one(connection, "select count(*) from t")).isEqualTo("0");
        }
    }

    @Test
    void deregisteringClosesNothing() throws SQLException {
        SqliteDriver driver = new SqliteDriver();
        DriverManager.registerDriver(driver);
        try (Connection connection = DriverManager.getConnection(url)) {
            execute(connection, "create table t(id integer primary key)");
            DriverManager.deregisterDriver(driver);
            assertThat(one(connection, "select count(*) from t")).isEqualTo("0");
        }
        assertClosed();
    }

    @Test
    void manyThreadsThatOpenAndCloseAtOnceShareOneDatabase() throws Exception {
        try (Connection connection = DriverManager.getConnection(url)) {
            execute(connection, "create table t(id integer primary key)");
        }
        List<Actor<Void>> actors = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            actors.add(Actor.does("opener " + i, () -> {
                for (int n = 0; n < 5; n++) {
                    try (Connection connection = DriverManager.getConnection(url)) {
                        execute(connection, "insert into t default values");
                    }
                }
            }));
        }
        for (Actor<Void> actor : actors) {
            actor.result();
        }
        assertClosed();
        try (Connection connection = DriverManager.getConnection(url)) {
            assertThat(one(connection, "select count(*) from t")).isEqualTo("40");
        }
    }

    @Test
    void propertiesAreSettingsUnderEitherName() throws SQLException {
        Properties settings = properties("readers", "2", "signalbox.write_timeout", "2s", "Recursive_Triggers", "on");
        try (Connection connection = DriverManager.getConnection(url, settings);
                SqliteDataSource same =
                        SqliteDataSource.open(url + "?readers=2&write_timeout=2s&recursive_triggers=on")) {
            assertThat(one(connection, "pragma recursive_triggers")).isEqualTo("1");
            assertThat(same.statistics().readers()).isEqualTo(2);
        }
    }

    @Test
    void aPropertyThatIsNoSettingIsRefusedWithAllTheOthers() {
        assertThatExceptionOfType(SQLNonTransientConnectionException.class)
                .isThrownBy(() -> DriverManager.getConnection(
                        url + "?diagnostics=maybe",
                        properties("readers", "none", "ssl", "true", "db_password", "hunter2")))
                .withMessageContaining("has 4 problems")
                .withMessageContaining("ssl among the properties: unknown; known are readers, ")
                .withMessageContaining("readers among the properties: must be a whole number")
                .withMessageContaining("diagnostics in the URL: must be true or false")
                .withMessageContaining("db_password among the properties: refused")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"))
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("08001"))
                .withCauseInstanceOf(ConfigurationException.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void aSettingInTheUrlAndAmongThePropertiesIsRefused() {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> DriverManager.getConnection(url + "?readers=2", properties("readers", "2")))
                .withMessageContaining("set twice");
    }

    @Test
    void aLoginIsPassedOver() throws SQLException {
        DriverManager.getConnection(url, "ann", "hunter2").close();
        DriverManager.getConnection(url, "", "").close();
        DRIVER.connect(url, null).close();
    }

    @Test
    void otherSettingsForADatabaseThatIsOpenAreRefused() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url + "?readers=2")) {
            assertThatExceptionOfType(SQLNonTransientConnectionException.class)
                    .isThrownBy(() -> DriverManager.getConnection(url + "?readers=3"))
                    .withMessageContaining("open in this JVM already, with other settings");
            assertThat(connection.isValid(0)).isTrue();
        }
        assertClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":memory:", "file::memory:", "file:orders?mode=memory&cache=private"})
    void aDatabaseInMemoryWithoutANameIsRefused(String name) {
        assertThatExceptionOfType(SQLNonTransientConnectionException.class)
                .isThrownBy(() -> DriverManager.getConnection("jdbc:signalbox:" + name))
                .withMessage(
                        "each connection would have a database in memory of its own: give it a name that all share,"
                                + " as in jdbc:signalbox:file:orders?mode=memory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:driver-orders?mode=memory", "file::memory:?cache=shared"})
    void aDatabaseInMemoryWithANameIsSharedAndGoesWithItsLastConnection(String name) throws Exception {
        String memory = "jdbc:signalbox:" + name;
        Path place;
        try (Connection one = DriverManager.getConnection(memory);
                Connection other = DriverManager.getConnection(memory);
                SqliteDataSource dataSource = SqliteDataSource.open(memory)) {
            place = dataSource.path();
            execute(one, "create table t(id integer primary key)");
            assertThat(Actor.on("another", () -> one(other, "select count(*) from t")))
                    .isEqualTo("0");
            assertThat(Files.exists(place)).isTrue();
        }
        assertThat(place.getParent()).doesNotExist();
    }

    private static Map<String, DriverPropertyInfo> infoOf(String url, Properties given) {
        return Arrays.stream(DRIVER.getPropertyInfo(url, given))
                .collect(Collectors.toMap(info -> info.name, Function.identity()));
    }

    @ParameterizedTest
    @EnumSource
    void everySettingIsListedWithItsDefaultAndWhatItIs(Setting setting) {
        DriverPropertyInfo info = infoOf(url, new Properties()).get(setting.shortName());
        assertThat(info.value).isEqualTo(setting.defaultValue());
        assertThat(info.description).contains(" ");
        assertThat(info.required).isFalse();
        if (info.choices != null) {
            assertThat(info.choices)
                    .contains(setting.defaultValue())
                    .allSatisfy(choice -> assertThat(
                                    SqliteConfiguration.parse("jdbc:sqlite:app.db?" + info.name + "=" + choice))
                            .isNotNull());
        }
    }

    @Test
    void aSettingWithFewValuesListsThem() {
        Map<String, DriverPropertyInfo> infos = infoOf(url, null);
        assertThat(infos.get("durability").choices).containsExactly("POWER_SAFE", "CRASH_SAFE");
        assertThat(infos.get("transaction_mode").choices).containsExactly("IMMEDIATE", "UPGRADE");
        assertThat(infos.get("readers").choices).isNull();
    }

    @Test
    void whatIsGivenStandsInThePlaceOfTheDefault() {
        Map<String, DriverPropertyInfo> infos =
                infoOf(url + "?readers=2", properties("busy_timeout", "1s", "signalbox.diagnostics", "true"));
        assertThat(infos.get("readers").value).isEqualTo("2");
        assertThat(infos.get("busy_timeout").value).isEqualTo("1s");
        assertThat(infos.get("diagnostics").value).isEqualTo("true");
        assertThat(infoOf("jdbc:signalbox:file:%", new Properties())).hasSize(Setting.values().length);
    }

    @Test
    void itsVersionIsTheProjects() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));
        assertThat(pom)
                .containsOnlyOnce("<artifactId>signalbox</artifactId>")
                .contains("<artifactId>signalbox</artifactId>\n  <version>" + DRIVER.getMajorVersion() + "."
                        + DRIVER.getMinorVersion() + ".");
        assertThat(DRIVER.jdbcCompliant()).isFalse();
    }
}
