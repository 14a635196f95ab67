package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who waits for a reader, for how long, and what is said when there was none. */
class ReaderPoolTest {

    private static SqliteConnection reading(TestDataSource test, String sql) throws SQLException {
        SqliteConnection connection = test.readTransaction();
        texts(connection, sql);
        return connection;
    }

    @Nested
    class OfTwo {
        @RegisterExtension
        final TestDataSource test = TestDataSource.impatient("?readers=2&reader_timeout=20ms");

        @Test
        void theErrorSaysOfEachHolderWhoSinceWhenAndWhatTheEldestFirst() throws Exception {
            String first = "select 'the first', name from t";
            try (Keeper one = Keeper.of("report", test.readTransaction(), first);
                    Keeper two = Keeper.of("export", test.readTransaction(), "select 'the second'")) {
                assertThatThrownBy(() -> test.names())
                        .isInstanceOf(ReaderTimeoutException.class)
                        .message()
                        .containsPattern("no reader was free within \\d+ ms: all 2 are held: "
                                + "thread 'report' has held one for \\d+ ms, its transaction's first statement: "
                                + first
                                + "; thread 'export' has held one for \\d+ ms, its transaction's first statement:"
                                + " select 'the second'\\.")
                        .contains("signalbox.readers", "signalbox.reader_timeout")
                        .doesNotContain("acquired at");
            }
        }

        @Test
        void whatAReaderHasDoneBeforeIsNotToldOfItsNextHolder() throws Exception {
            try (SqliteConnection one = reading(test, "select 'the first'");
                    SqliteConnection two = reading(test, "select 'the second'")) {
                one.rollback();
                texts(one, "select 'the third'");
                assertThatThrownBy(() -> test.names())
                        .message()
                        .contains("select 'the third'")
                        .doesNotContain("select 'the first'");
            }
        }
    }

    @Nested
    class WithDiagnostics {
        @RegisterExtension
        final TestDataSource test = TestDataSource.impatient("?readers=1&reader_timeout=20ms&diagnostics=true");

        @Test
        void theErrorTellsTheStackToo() throws Exception {
            try (SqliteConnection one = reading(test, "select 1")) {
                assertThatThrownBy(() -> test.names())
                        .hasMessageContaining("acquired at:\n    at ")
                        .hasMessageContaining(ReaderPoolTest.class.getName() + ".reading(");
            }
        }
    }

    /** The reader that is kept for the thread that holds the writer. */
    @Nested
    class TheReserve {
        @RegisterExtension
        final TestDataSource test = TestDataSource.impatient("?readers=1&reader_timeout=20ms");

        @Test
        void theHolderOfTheWriterReadsThoughAllReadersAreHeld() throws Exception {
            try (Keeper all = Keeper.of("reader", test.readTransaction(), "select 1");
                    SqliteConnection writer = test.transaction()) {
                execute(writer, "insert into t(name) values('a')");
                assertThat(test.names()).as("what is committed").isEmpty();
                writer.commit();
                assertThatThrownBy(() -> test.names()).isInstanceOf(ReaderTimeoutException.class);
            }
            assertThat(test.names()).containsExactly("a");
        }

        @Test
        void itIsOneAndTheErrorListsItToo() throws Exception {
            try (Keeper all = Keeper.of("reader", test.readTransaction(), "select 1");
                    SqliteConnection writer = test.transaction()) {
                execute(writer, "insert into t(name) values('a')");
                try (SqliteConnection nested = reading(test, "select 'nested'")) {
                    assertThatThrownBy(() -> test.names())
                            .isInstanceOf(ReaderTimeoutException.class)
                            .hasMessageContaining("thread 'reader'")
                            .hasMessageContaining("select 'nested'");
                }
                writer.rollback();
            }
        }

        /** Else who holds the writer next would wait for readers that wait for it. */
        @Test
        void whereItIsKeptBeyondTheTransactionTheNextReaderThatComesBackIsTheReserve() throws Exception {
            Keeper all = Keeper.of("reader", test.readTransaction(), "select 1");
            try (SqliteConnection writer = test.transaction()) {
                execute(writer, "insert into t(name) values('a')");
                try (SqliteConnection nested = reading(test, "select 'nested'")) {
                    writer.rollback();
                    all.close();
                    Actor<List<String>> other = Actor.start("other", test::names);
                    assertThat(other.failure()).isInstanceOf(ReaderTimeoutException.class);
                    execute(writer, "insert into t(name) values('b')");
                    assertThat(test.names())
                            .as("the next holder of the writer reads")
                            .isEmpty();
                    writer.commit();
                }
            }
            assertThat(Actor.on("other", test::names)).containsExactly("b");
        }

        @Test
        void aHolderOfTheWriterThatWaitsForItGetsTheFirstThatComesBack() throws Exception {
            try (SqliteConnection writer = test.transaction();
                    SqliteConnection nested = test.readTransaction();
                    SqliteConnection second = test.readTransaction()) {
                Keeper all = Keeper.of("reader", test.readTransaction(), "select 1");
                Actor<Void> holder = Actor.does("holder", () -> {
                    execute(writer, "insert into t(name) values('a')");
                    texts(nested, "select 1");
                    second.setTransactionTimeout(Duration.ofHours(1));
                    texts(second, "select 1");
                });
                Actor.until("it waits for a second", () -> test.readersWaiting() == 1);
                all.close();
                holder.result();
                assertThat(test.readersHeld()).isEqualTo(2);
            }
        }
    }
}
