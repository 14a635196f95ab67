package io.signalbox.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The idle compiled statements of one physical connection, least recently used first. To compile costs two to three
 * times what it costs to run a look-up by primary key, and the driver caches nothing.
 *
 * <p>A statement in use is not in the cache, so two users of one SQL text never share one. Safe for use by several threads:
 * whoever reads a result to its end gives its statement back, while another may work in isolation on the connection.
 */
final class StatementCache {

    private final int capacity;
    private final Map<String, PreparedSql> idle = new LinkedHashMap<>(64, 0.75f, true);

    StatementCache(int capacity) {
        this.capacity = capacity;
    }

    /** An idle statement for this text, which is no longer in the cache. */
    @Nullable
    synchronized PreparedSql take(String sql) {
        return idle.remove(sql);
    }

    /** Keeps a statement for the next user of its text, and closes what there is no room for. */
    synchronized void give(PreparedSql statement) throws SQLException {
        PreparedSql surplus = capacity == 0 ? statement : idle.put(statement.sql(), statement);
        if (surplus != null) {
            surplus.close();
        }
        if (idle.size() > capacity) {
            forget(idle.keySet().iterator().next());
        }
    }

    /** Closes the idle statement of this text, if there is one: nobody will want it again. */
    synchronized void forget(String sql) throws SQLException {
        PreparedSql present = idle.remove(sql);
        if (present != null) {
            present.close();
        }
    }

    synchronized int size() {
        return idle.size();
    }

    synchronized void clear() throws SQLException {
        List<PreparedSql> statements = new ArrayList<>(idle.values());
        idle.clear();
        for (PreparedSql statement : statements) {
            statement.close();
        }
    }
}
