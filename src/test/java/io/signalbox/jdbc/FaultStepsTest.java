package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import io.signalbox.jdbc.Transaction.Execution;
import io.signalbox.sqlite.Durability;
import io.signalbox.sqlite.PhysicalConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Something goes wrong at the first step of a transaction, then at the second, and so on until it passes clean: each time
 * everything is given back, the transaction is there as a whole or not at all, and the next one works.
 */
@Timeout(50)
class FaultStepsTest {

    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?readers=2");

    /** The connections that are open, the last one first. */
    private final Deque<Connection> toClose = new ArrayDeque<>();

    private Engines.Hold hold;

    @BeforeEach
    void holdEngine() throws SQLException {
        hold = Engines.hold(test.dataSource().configuration());
    }

    @AfterEach
    void release() throws SQLException {
        hold.release();
    }

    /** What goes wrong. */
    enum Fault {
        ERROR {
            @Override
            void strike() {
                throw new AssertionError("injected");
            }
        },
        FAILURE {
            @Override
            void strike() throws SQLException {
                throw new SQLException("injected");
            }
        },
        INTERRUPT {
            @Override
            void strike() {
                Thread.currentThread().interrupt();
            }
        },
        /** An error that ends the thread, and nobody closes anything. */
        DEATH {
            @Override
            void strike() {
                throw new AssertionError("injected");
            }
        };

        abstract void strike() throws SQLException;
    }

    /** Counts down to the step at which the fault strikes. */
    private record Steps(Fault fault, AtomicInteger left) {
        void next() throws SQLException {
            if (left.decrementAndGet() == 0) {
                fault.strike();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTransactionThatWrites(Fault fault) throws Exception {
        strikeAtEachStep(fault, connection -> {
            connection.setAutoCommit(false);
            execute(connection, "insert into t(name) values('a')");
            Savepoint savepoint = connection.setSavepoint();
            execute(connection, "insert into t(name) values('undone')");
            connection.rollback(savepoint);
            execute(connection, "insert into t(name) values('b')");
            connection.commit();
        });
    }

    @ParameterizedTest
    @EnumSource
    void aTransactionThatMovesToTheWriter(Fault fault) throws Exception {
        strikeAtEachStep(fault, connection -> {
            connection.setAutoCommit(false);
            connection.setTransactionMode(TransactionMode.UPGRADE);
            assertThat(texts(connection, "select name from t")).isEmpty();
            execute(connection, "insert into t(name) values('a'), ('b')");
            connection.commit();
        });
    }

    @ParameterizedTest
    @EnumSource
    void autocommit(Fault fault) throws Exception {
        strikeAtEachStep(fault, connection -> {
            assertThat(texts(connection, "select name from t")).isEmpty();
            assertThat(texts(connection, "insert into t(name) values('a'), ('b') returning name"))
                    .hasSize(2);
        });
    }

    @ParameterizedTest
    @EnumSource
    void workInIsolation(Fault fault) throws Exception {
        strikeAtEachStep(fault, connection -> {
            connection.setAutoCommit(false);
            execute(connection, "delete from t");
            Connection isolated = connection.openIsolated();
            toClose.push(isolated);
            isolated.setAutoCommit(false);
            execute(isolated, "insert into t(name) values('a')");
            execute(isolated, "insert into t(name) values('b')");
            isolated.commit();
            toClose.pop().close();
            connection.commit();
        });
    }

    private interface Work {
        void on(SqliteConnection connection) throws SQLException;
    }

    private void strikeAtEachStep(Fault fault, Work work) throws Exception {
        AtomicInteger left = new AtomicInteger();
        int step = 0;
        do {
            left.set(++step);
            Steps steps = new Steps(fault, left);
            Actor.on("struck at step " + step, () -> run(steps, work));
            if (fault == Fault.DEATH) {
                hold.engine().sweepEndedThreads();
            }
            assertThat(test.writer().held())
                    .as("the writer after step %s", step)
                    .isFalse();
            assertThat(test.readersHeld()).as("readers after step %s", step).isZero();
            assertThat(test.names().size()).as("rows after step %s", step).isIn(0, 2);
            test.execute("delete from t");
        } while (left.get() <= 0);
        assertThat(step).as("steps").isGreaterThan(5);
    }

    private boolean run(Steps steps, Work work) throws SQLException {
        toClose.clear();
        SqliteConnection connection = new LazyConnection(new Faulty(hold.engine(), steps), false);
        toClose.push(connection);
        try {
            work.on(connection);
        } catch (SQLException | AssertionError e) {
            // it was struck
        }
        if (steps.fault != Fault.DEATH) {
            for (Connection left : toClose) {
                left.close();
            }
        }
        return true;
    }

    private record Faulty(LeaseSource engine, Steps steps) implements LeaseSource {
        @Override
        public Lease reader(Deadline deadline, String statement) throws SQLException {
            steps.next();
            return new FaultyLease(engine.reader(deadline, statement), steps);
        }

        @Override
        public Lease writer(Deadline deadline, String statement) throws SQLException {
            steps.next();
            return new FaultyLease(engine.writer(deadline, statement), steps);
        }

        @Override
        public Optional<Lease> writerIfFree(String statement) throws SQLException {
            steps.next();
            return engine.writerIfFree(statement).map(lease -> new FaultyLease(lease, steps));
        }

        @Override
        public Lease isolated(Deadline deadline, String statement) throws SQLException {
            steps.next();
            return new FaultyLease(engine.isolated(deadline, statement), steps);
        }

        @Override
        public SqliteConfiguration configuration() {
            return engine.configuration();
        }
    }

    private record FaultyLease(Lease lease, Steps steps) implements Lease {
        @Override
        public PhysicalConnection physical() {
            return lease.physical();
        }

        @Override
        public <R> R use(Execution<R> execution) throws SQLException {
            steps.next();
            R result = lease.use(execution);
            steps.next();
            return result;
        }

        @Override
        public void begin(Deadline deadline) throws SQLException {
            steps.next();
            lease.begin(deadline);
            steps.next();
        }

        @Override
        public boolean askInTransaction() {
            return lease.askInTransaction();
        }

        @Override
        public Optional<SQLException> endedBecause() {
            return lease.endedBecause();
        }

        @Override
        public void setSavepoint(String name) throws SQLException {
            steps.next();
            lease.setSavepoint(name);
        }

        @Override
        public void rollBackTo(String savepoint) throws SQLException {
            steps.next();
            lease.rollBackTo(savepoint);
        }

        @Override
        public Durable commit(Durability durability) throws SQLException {
            steps.next();
            Durable committed = lease.commit(durability);
            steps.next();
            return committed;
        }

        @Override
        public void release() {
            lease.release();
        }
    }
}
