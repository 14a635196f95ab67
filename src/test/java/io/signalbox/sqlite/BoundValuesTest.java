package io.signalbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The values of a statement that nobody uses. To clear them has SQLite compile some statements again, so only what takes room is forgotten; that
 * values of another execution are never used is what {@link PreparedSql#refuseOtherThan} sees to.
 */
class BoundValuesTest {

    private static final String SQL = "select typeof(?1), ?1";

    @TempDir
    Path directory;

    /** Runs the statement, and then what is left of it. */
    private String leftOf(Object value) throws Exception {
        try (PhysicalConnection connection = PhysicalConnection.open(
                DatabaseFiles.at(directory.resolve("test.db")), Access.READ_WRITE, new Pragmas(Map.of()), 8, null)) {
            StatementRun run =
                    connection.execute(SQL, new Object[] {value}, 0, Wanted.ROWS, StatementRun.User.of(connection));
            run.end();
            PreparedSql idle = connection.compiled(SQL);
            try {
                return idle.pointer().safeRun((db, statement) -> {
                    db.step(statement);
                    return db.column_text(statement, 0);
                });
            } finally {
                idle.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, PreparedSql.LARGE})
    void staySmallAsTheyAre(int length) throws Exception {
        assertThat(leftOf("a".repeat(length))).isEqualTo("text");
        assertThat(leftOf(new byte[length])).isEqualTo("blob");
        assertThat(leftOf(1L)).isEqualTo("integer");
    }

    @Test
    void areForgottenWhereOneIsLarge() throws Exception {
        assertThat(leftOf("a".repeat(PreparedSql.LARGE + 1))).isEqualTo("null");
        assertThat(leftOf(new byte[PreparedSql.LARGE + 1])).isEqualTo("null");
    }

    @Test
    void areForgottenWhereTheyAreLargeTogether() {
        Object[] values = new Object[PreparedSql.LARGE_TOGETHER / PreparedSql.LARGE + 1];
        Arrays.fill(values, "a".repeat(PreparedSql.LARGE));
        assertThat(PreparedSql.areLarge(values)).isTrue();
        values[0] = "";
        assertThat(PreparedSql.areLarge(values)).isFalse();
    }
}
