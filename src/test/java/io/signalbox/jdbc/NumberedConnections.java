package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;

import io.signalbox.Actor;
import io.signalbox.sqlite.Access;
import io.signalbox.sqlite.ConnectionCustomizer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

/**
 * Gives each physical connection a name, {@code reader 1} or {@code writer 1} for the first, so that a statement can ask on
 * which one it runs; and remembers which were opened and which closed.
 */
final class NumberedConnections implements ConnectionCustomizer {

    /** What nobody else may find: the connection is closed when it comes back. */
    static final String LEAVES_STATE = "create temp table left_over(a)";

    private final Map<Connection, String> open = new IdentityHashMap<>(); // guarded by this, as all below
    private final List<String> opened = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private int mostOpen;
    private Opening opening = name -> {};

    /** What happens while a connection is being opened. */
    @FunctionalInterface
    interface Opening {
        void of(String name) throws SQLException;
    }

    /** Has it happen from now on, and lets those end first to whom something else happens: the pool opens some unasked. */
    void whenOpening(Opening what) {
        synchronized (this) {
            opening = what;
        }
        Actor.until(
                "none is being opened",
                () -> Thread.getAllStackTraces().values().stream()
                        .flatMap(Arrays::stream)
                        .noneMatch(frame -> frame.getClassName().equals(PhysicalPool.class.getName())
                                && frame.getMethodName().equals("open")));
    }

    private synchronized Opening opening() {
        return opening;
    }

    private synchronized String name(Access access) {
        String kind = kind(access);
        return kind + " "
                + (1 + opened.stream().filter(name -> name.startsWith(kind)).count());
    }

    private static String kind(Access access) {
        return access == Access.READ_ONLY ? "reader" : "writer";
    }

    @Override
    public void opened(Connection connection, Access access) throws SQLException {
        String name = name(access);
        opening().of(name);
        Function.create(connection.unwrap(SQLiteConnection.class), "which", new Function() {
            @Override
            protected void xFunc() throws SQLException {
                result(name);
            }
        });
        add(connection, name);
    }

    private synchronized void add(Connection connection, String name) {
        open.put(connection, name);
        opened.add(name);
        mostOpen = Math.max(mostOpen, open.size());
    }

    @Override
    public synchronized void closed(Connection connection) {
        closed.add(open.containsKey(connection) ? open.remove(connection) : "one that was never opened");
    }

    /** The connection that the next statement runs on. */
    static String which(Connection connection) throws SQLException {
        return texts(connection, "select which()").get(0);
    }

    /**
     * Has every reader of its database replaced by another.
     *
     * @param what happens from now on when one is opened
     */
    void replaceReaders(TestDataSource test, Opening what) throws SQLException {
        test.forEachReader(reader -> {}); // they are open: what happens, happens to those in their place
        whenOpening(what);
        test.forEachReader(reader -> execute(reader, LEAVES_STATE));
    }

    synchronized List<String> opened() {
        return List.copyOf(opened);
    }

    synchronized List<String> openedReaders() {
        return opened.stream().filter(name -> name.startsWith("reader")).toList();
    }

    synchronized List<String> closed() {
        return List.copyOf(closed);
    }

    /** How many were open at most at one time. */
    synchronized int mostOpen() {
        return mostOpen;
    }
}
