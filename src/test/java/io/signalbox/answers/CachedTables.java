package io.signalbox.answers;

import io.signalbox.Database;
import io.signalbox.Table;
import io.signalbox.jdbc.ConnectionUse;
import io.signalbox.jdbc.DatabaseListener;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The results of queries, for all threads, until something is committed. */
final class CachedTables implements DatabaseListener {

    private record Cached(long commits, Table table) {}

    private final Database db;
    private final AtomicLong commits = new AtomicLong();
    private final Map<List<Object>, Cached> tables = new ConcurrentHashMap<>();

    CachedTables(Database db) {
        this.db = db;
        db.addListener(this);
    }

    @Override
    public void committed(ConnectionUse use) {
        if (use.kind() == ConnectionUse.Kind.WRITER) {
            commits.incrementAndGet();
        }
    }

    Table query(String sql, Object... parameters) {
        if (db.isActive()) {
            return db.query(sql, parameters); // what a transaction sees may never be committed
        }
        return tables.compute(List.of(sql, Arrays.asList(parameters)), (key, present) -> {
                    long now = commits.get();
                    return present != null && present.commits() == now
                            ? present
                            : new Cached(now, db.query(sql, parameters));
                })
                .table();
    }
}
