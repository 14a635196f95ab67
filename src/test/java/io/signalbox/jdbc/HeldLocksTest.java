package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.signalbox.sqlite.Access;
import io.signalbox.sqlite.ConnectionCustomizer;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

/** What looks for the locks that a thread holds while it tells a listener finds them. */
class HeldLocksTest {

    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?connection_customizer=" + Look.class.getName());

    /** A function that looks from within a statement. */
    public static final class Look implements ConnectionCustomizer {
        @Override
        public void opened(Connection connection, Access access) throws SQLException {
            Function.create(connection.unwrap(SQLiteConnection.class), "held_locks", new Function() {
                @Override
                protected void xFunc() throws SQLException {
                    result(HeldLocks.ofAllEngines().toString());
                }
            });
        }
    }

    @Test
    void theTurnOnTheWriterIsSeen() throws SQLException {
        test.execute("insert into t(name) values(held_locks())");
        assertThat(test.names()).singleElement(as(STRING)).contains(WriterLease.class.getName() + ".turn");
    }
}
