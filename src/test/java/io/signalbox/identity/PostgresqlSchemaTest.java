package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The scripts for PostgreSQL: valid SQL, and the same tables, columns, constraints and views as for SQLite. */
class PostgresqlSchemaTest {

    private static final Path SCRIPTS = Path.of("src/main/resources/db/signalbox/identity");

    private static String script(String vendor) throws IOException {
        return Files.readString(SCRIPTS.resolve(vendor + "/V1__identity.sql"));
    }

    /** H2 reads PostgreSQL's dialect but for its functions and triggers. */
    @Test
    void isRunByAnotherReaderOfItsDialect() throws Exception {
        String withoutTrigger = script("postgresql")
                .replaceAll("(?s)CREATE FUNCTION.*?\\$\\$;", "")
                .replaceAll("(?s)CREATE TRIGGER.*?;", "")
                .replaceAll("(?m)^--.*$", "");
        try (Connection connection =
                        DriverManager.getConnection("jdbc:h2:mem:;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE");
                Statement statement = connection.createStatement()) {
            for (String sql : withoutTrigger.split(";")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
            statement.execute("insert into users (email_address, email_normalized, password_hash, security_stamp,"
                    + " created_at, updated_at) values ('A@b', 'a@b', '$5$x', 's', 0, 0)");
            assertThat(row(statement, "select * from identity_logins"))
                    .containsExactly("1", "a@b", "$5$x", "{sha256_crypt}$5$x", "1", "0", "0", "0");
            assertThat(row(statement, "select * from identity_active_logins")).containsExactly("1", "a@b", "$5$x");
        }
    }

    private static List<String> row(Statement statement, String sql) throws SQLException {
        try (var result = statement.executeQuery(sql)) {
            List<String> row = new ArrayList<>();
            result.next();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                row.add(result.getString(i));
            }
            return row;
        }
    }

    @Test
    void saysTheSameAsThatOfSqlite() throws IOException {
        for (String named : List.of(
                "CREATE TABLE (\\w+)",
                "CREATE VIEW (\\w+ \\([\\w\\s,]+\\))",
                "CREATE INDEX (\\w+ ON [^;]+)",
                "CONSTRAINT (\\w+ (?:UNIQUE|FOREIGN KEY|CHECK)[^,\\n]*)",
                "(?m)^    ([a-z_]+) +(?:TEXT|INTEGER|BIGINT|BLOB|BYTEA)( NOT NULL)?")) {
            assertThat(found(named, script("postgresql"))).as(named).isEqualTo(found(named, script("sqlite")));
        }
    }

    private static Set<String> found(String pattern, String script) {
        String plain = script.replaceAll(" AND instr\\([a-z_]+, char\\(0\\)\\) = 0", "")
                .replace("octet_length", "length")
                .replace("CAST(detail AS JSON) IS NOT NULL", "json_valid(detail)");
        return new TreeSet<>(Pattern.compile(pattern)
                .matcher(plain)
                .results()
                .map(MatchResult::group)
                .map(text -> Arrays.toString(text.replaceAll("BIGINT", "INTEGER")
                        .replace("BYTEA", "BLOB")
                        .replaceAll("\\s+", " ")
                        .split(" ")))
                .toList());
    }
}
