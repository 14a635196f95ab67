package io.signalbox.jdbc;

import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The savepoints of a connection, each under a name of its own in SQL, whatever the application calls it. */
final class Savepoints {

    private final LazyConnection connection;
    private List<Numbered> open = List.of();
    private int last;

    Savepoints(LazyConnection connection) {
        this.connection = connection;
    }

    private record Numbered(int number, @Nullable String name) implements Savepoint {
        @Override
        public int getSavepointId() throws SQLException {
            if (name != null) {
                throw new SQLNonTransientException("the savepoint has a name and no number: " + name, "3B001");
            }
            return number;
        }

        @Override
        public String getSavepointName() throws SQLException {
            if (name == null) {
                throw new SQLNonTransientException("the savepoint has a number and no name: " + number, "3B001");
            }
            return name;
        }

        String sqlName() {
            return "signalbox_" + number;
        }
    }

    Savepoint set(@Nullable String name) throws SQLException {
        refuseInAutoCommit();
        Numbered savepoint = new Numbered(++last, name);
        connection.binding().onTransaction("SAVEPOINT", lease -> lease.setSavepoint(savepoint.sqlName()));
        open = open.isEmpty() ? new ArrayList<>() : open;
        open.add(savepoint);
        return savepoint;
    }

    void rollbackTo(Savepoint savepoint) throws SQLException {
        refuseInAutoCommit();
        Numbered target = ours(savepoint);
        connection.binding().onTransaction("ROLLBACK TO", lease -> lease.rollBackTo(target.sqlName()));
        open.subList(open.indexOf(target) + 1, open.size()).clear();
    }

    void release(Savepoint savepoint) throws SQLException {
        refuseInAutoCommit();
        Numbered target = ours(savepoint);
        connection
                .binding()
                .onTransaction("RELEASE", lease -> lease.physical().executeSavepoint("RELEASE " + target.sqlName()));
        open.subList(open.indexOf(target), open.size()).clear();
    }

    /** Sets the savepoints of a transaction that has only read once more, where it goes on to write. */
    void setAgain(Transaction writing) throws SQLException {
        for (Numbered savepoint : open) {
            writing.lease().setSavepoint(savepoint.sqlName());
        }
    }

    /** Forgets the savepoints of a transaction that has ended. */
    void clear() {
        open = List.of();
    }

    private Numbered ours(Savepoint savepoint) throws SQLException {
        for (Numbered candidate : open) {
            if (candidate == savepoint) { // one of another connection may have the same number
                return candidate;
            }
        }
        throw new SQLNonTransientException("not a savepoint of the present transaction: " + savepoint, "3B001");
    }

    private void refuseInAutoCommit() throws SQLException {
        if (connection.getAutoCommit()) {
            throw new SQLNonTransientException(
                    "a savepoint in autocommit mode: there is no transaction; call setAutoCommit(false) first",
                    "25000");
        }
    }
}
