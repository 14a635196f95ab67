package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.hibernate.SqliteDialect;
import io.signalbox.sqlite.ResultCode;
import io.signalbox.sqlite.StatementStoppedException;
import io.signalbox.sqlite.StatementStoppedException.Reason;
import jakarta.persistence.PersistenceConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.JDBCException;
import org.hibernate.SessionFactory;
import org.hibernate.community.dialect.SQLiteDialect;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.exception.JDBCConnectionException;
import org.hibernate.exception.internal.SQLExceptionTypeDelegate;
import org.hibernate.exception.internal.SQLStateConversionDelegate;
import org.hibernate.exception.internal.StandardSQLExceptionConverter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLErrorCodeSQLExceptionTranslator;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.orm.jpa.vendor.HibernateJpaDialect;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.core.DB;

/** {@code errors.md} row by row: it is normative, and this is what keeps it so. */
class ErrorTableTest {

    private static final Path PAGE = Path.of("src/site/markdown/errors.md");

    /** What the data source throws of itself, by the name of its class. */
    private static final Map<String, Supplier<SQLException>> OWN = Map.ofEntries(
            Map.entry("WriterTimeoutException", () -> new WriterTimeoutException("")),
            Map.entry("WriteQueueFullException", () -> new WriteQueueFullException("")),
            Map.entry("WriterInterruptedException", () -> new WriterInterruptedException("")),
            Map.entry("ForeignLockTimeoutException", () -> new ForeignLockTimeoutException("")),
            Map.entry("ReaderTimeoutException", () -> new ReaderTimeoutException("")),
            Map.entry(
                    "StatementStoppedException",
                    () -> new StatementStoppedException(Reason.QUERY_TIMEOUT, "select 1", null)),
            Map.entry("NestedWriteException", () -> new NestedWriteException("")),
            Map.entry("OpenResultSetException", () -> new OpenResultSetException("")),
            Map.entry("ThreadConfinementException", () -> new ThreadConfinementException("")),
            Map.entry("SnapshotConflictException", () -> new SnapshotConflictException("")),
            Map.entry("SnapshotUnavailableException", () -> new SnapshotUnavailableException("", null)),
            Map.entry("TransactionRolledBackException", () -> new TransactionRolledBackException(new SQLException())),
            Map.entry("CommitOutcomeUnknownException", () -> new CommitOutcomeUnknownException("", new SQLException())),
            Map.entry("DatabaseFencedException", () -> new DatabaseFencedException("", new SQLException())),
            Map.entry("DataSourceClosedException", () -> new DataSourceClosedException("")),
            Map.entry(
                    "SQLNonTransientConnectionException",
                    () -> new SQLNonTransientConnectionException("the connection is closed", "08003")));

    private static SessionFactory factory;

    /** What is made of an exception with one of the dialects: by Hibernate, by JPA, and by Spring of what JPA throws. */
    record Orm(String hibernate, String jpa, String spring) {}

    /** One row: what it is about, and what is made of it. */
    record Row(String condition, String exception, String state, String springJdbc, Orm stock, Orm ours) {

        static Row of(String line) {
            String[] cells = line.substring(1).split("\\|", -1);
            List<String> plain = Arrays.stream(cells)
                    .map(cell -> cell.strip().replace("`", ""))
                    .toList();
            return new Row(
                    plain.get(0),
                    plain.get(1),
                    plain.get(2),
                    plain.get(3),
                    new Orm(plain.get(4), plain.get(5), plain.get(6)),
                    new Orm(plain.get(7), plain.get(8), plain.get(9)));
        }

        /** A code with all that begin with it, {@code SQLITE_IOERR_*}, a single code, or one with SQLite's words. */
        List<SQLException> examples() {
            if (OWN.containsKey(condition)) {
                return List.of(OWN.get(condition).get());
            }
            String[] codeAndWords = condition.split(": ", 2);
            String words = codeAndWords.length > 1 ? codeAndWords[1] : "words";
            return codes(codeAndWords[0]).stream()
                    .map(code -> SqlErrors.translate(new SQLiteException(code.name() + " (" + words + ")", code)))
                    .toList();
        }

        Set<SQLiteErrorCode> codes() {
            return OWN.containsKey(condition) ? Set.of() : codes(condition.split(": ", 2)[0]);
        }

        private static Set<SQLiteErrorCode> codes(String pattern) {
            return Stream.of(SQLiteErrorCode.values())
                    .filter(code -> pattern.endsWith("*")
                            ? code.name().startsWith(pattern.substring(0, pattern.length() - 1))
                            : code.name().equals(pattern))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    static List<Row> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `"))
                .map(Row::of)
                .toList();
    }

    @BeforeAll
    static void open() {
        PersistenceConfiguration configuration = new PersistenceConfiguration("errors");
        configuration.property("jakarta.persistence.jdbc.url", "jdbc:sqlite::memory:");
        factory = configuration.createEntityManagerFactory().unwrap(SessionFactory.class);
    }

    @AfterAll
    static void close() {
        factory.close();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aRowIsTrue(Row row) {
        assertThat(row.examples()).as(row.condition()).isNotEmpty();
        for (SQLException example : row.examples()) {
            assertThat(actual(row.condition(), example)).isEqualTo(row);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aBatchThatFailsSoIsTheSameToHibernateAndSpring(Row row) {
        for (SQLException example : row.examples()) {
            BatchUpdateException batch =
                    new BatchUpdateException("", example.getSQLState(), example.getErrorCode(), new long[0], example);
            batch.setNextException(example);
            Row actual = actual(row.condition(), batch);
            assertThat(actual.springJdbc()).isEqualTo(row.springJdbc());
            assertThat(actual.ours()).isEqualTo(row.ours());
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void withATranslatorOfItsOwnForJdbcSpringMakesOfItOverJpaWhatItMakesOfItOverJdbc(Row row) {
        HibernateJpaDialect spring = new HibernateJpaDialect();
        spring.setJdbcExceptionTranslator(new SQLExceptionSubclassTranslator());
        boolean known = !row.springJdbc().equals("UncategorizedSQLException");
        for (SQLException example : row.examples()) {
            RuntimeException thrown = thrownByEntityManager(converted(new SqliteDialect(), example));
            assertThat(spring.translateExceptionIfPossible(thrown).getClass().getSimpleName())
                    .isEqualTo(known ? row.springJdbc() : row.ours().spring());
        }
    }

    private static Row actual(String condition, SQLException exception) {
        return new Row(
                condition,
                exception.getClass().getSimpleName(),
                exception.getSQLState(),
                springJdbc(exception),
                orm(new SQLiteDialect(), exception),
                orm(new SqliteDialect(), exception));
    }

    private static Orm orm(Dialect dialect, SQLException exception) {
        JDBCException hibernate = converted(dialect, exception);
        RuntimeException thrown = thrownByEntityManager(hibernate);
        DataAccessException spring = new HibernateJpaDialect().translateExceptionIfPossible(thrown);
        return new Orm(
                hibernate.getClass().getSimpleName(),
                thrown.getClass().getName().startsWith("jakarta.")
                        ? thrown.getClass().getSimpleName()
                        : "as Hibernate",
                spring == null ? "none" : spring.getClass().getSimpleName());
    }

    private static JDBCException converted(Dialect dialect, SQLException exception) {
        return new StandardSQLExceptionConverter(
                        dialect.buildSQLExceptionConversionDelegate(),
                        new SQLExceptionTypeDelegate(dialect),
                        new SQLStateConversionDelegate(dialect))
                .convert(exception, "message", "select 1");
    }

    private static RuntimeException thrownByEntityManager(JDBCException exception) {
        try (SharedSessionContractImplementor session =
                factory.openSession().unwrap(SharedSessionContractImplementor.class)) {
            return session.getExceptionConverter().convert(exception);
        }
    }

    private static String springJdbc(SQLException exception) {
        DataAccessException bySubclass = new SQLExceptionSubclassTranslator().translate("task", "select 1", exception);
        DataAccessException byCode =
                new SQLErrorCodeSQLExceptionTranslator("SQLite").translate("task", "select 1", exception);
        assertThat(bySubclass == null ? UncategorizedSQLException.class : bySubclass.getClass())
                .as("both of Spring's translators")
                .isEqualTo(byCode == null ? UncategorizedSQLException.class : byCode.getClass());
        return bySubclass == null
                ? UncategorizedSQLException.class.getSimpleName()
                : bySubclass.getClass().getSimpleName();
    }

    @Test
    void theVendorCodeIsTheExtendedOneAndTheDriversExceptionIsTheCause() {
        SQLException driver = new SQLiteException("disk", SQLiteErrorCode.SQLITE_IOERR_WRITE);
        SQLException ours = SqlErrors.translate(driver);
        assertThat(driver.getErrorCode()).isEqualTo(ResultCode.IOERR);
        assertThat(ours.getErrorCode()).isEqualTo(778);
        assertThat(ours.getCause()).isSameAs(driver);
    }

    @Test
    void aCodeThatIsNewerThanTheDriverIsWhatItsPrimaryCodeSays() {
        int ioerrInPage = 8714;
        SQLException ours = SqlErrors.translate(DB.newSQLException(ioerrInPage, "disk I/O error"));
        assertThat(ours.getSQLState()).isEqualTo("58030");
        assertThat(ours.getErrorCode()).isEqualTo(ioerrInPage);
        assertThat(converted(new SqliteDialect(), ours)).isInstanceOf(JDBCConnectionException.class);
    }

    @Test
    void everyCodeThatIsAnErrorHasOneRow() throws IOException {
        Set<String> none = Set.of("UNKNOWN_ERROR", "SQLITE_OK", "SQLITE_ROW", "SQLITE_DONE");
        Map<String, Long> rowsOfCode = rows().stream()
                .filter(row -> !row.condition().contains(": "))
                .flatMap(row -> row.codes().stream())
                .collect(Collectors.groupingBy(SQLiteErrorCode::name, Collectors.counting()));
        Set<String> errors = Stream.of(SQLiteErrorCode.values())
                .map(SQLiteErrorCode::name)
                .filter(name -> !none.contains(name)
                        && !name.startsWith("SQLITE_OK_")
                        && !name.startsWith("SQLITE_NOTICE")
                        && !name.startsWith("SQLITE_WARNING"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(rowsOfCode.keySet()).containsExactlyInAnyOrderElementsOf(errors);
        assertThat(rowsOfCode.values()).allMatch(count -> count == 1);
    }

    @Test
    void everyExceptionOfOursHasARow() throws IOException {
        Set<String> named = rows().stream()
                .flatMap(row -> Stream.of(row.condition(), row.exception()))
                .collect(Collectors.toSet());
        List<String> ours = Files.readAllLines(Path.of("src/test/resources/public-api.txt")).stream()
                .filter(line -> line.matches("io\\.signalbox\\.jdbc\\.\\w+Exception = .* : SQL\\w+Exception"))
                .map(line -> line.substring("io.signalbox.jdbc.".length(), line.indexOf(" =")))
                .toList();
        assertThat(ours).isNotEmpty();
        assertThat(named).containsAll(ours);
    }
}
