package io.signalbox.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The driver's metadata over a reader, which is leased at the first question and given back when the connection closes:
 * to ask for metadata is no write and begins no transaction. It describes what is committed.
 */
final class LeasedMetaData {

    private final LazyConnection connection;
    private final LeaseSource source;
    private @Nullable Lease reader;
    private @Nullable DatabaseMetaData driver;
    private @Nullable DatabaseMetaData metaData;
    private boolean listed; // on the reader's connection

    LeasedMetaData(LazyConnection connection, LeaseSource source) {
        this.connection = connection;
        this.source = source;
    }

    DatabaseMetaData get() throws SQLException {
        DatabaseMetaData present = metaData;
        if (present == null) {
            driver();
            metaData = present = withLogicalConnection();
        }
        return present;
    }

    /** A connection may be passed on between transactions, and its metadata with it. */
    private DatabaseMetaData driver() throws SQLException {
        connection.checkOpen();
        Lease taken = reader;
        DatabaseMetaData present = driver;
        if (present == null || taken == null || !taken.passOn()) {
            taken = source.reader(Deadline.after(source.configuration().readerTimeout()), "a question about metadata");
            reader = taken;
            listed = false;
            driver = present = taken.physical().getMetaData();
            taken.passOn();
        }
        return present;
    }

    private DatabaseMetaData withLogicalConnection() {
        return (DatabaseMetaData) Proxy.newProxyInstance(
                DatabaseMetaData.class.getClassLoader(),
                new Class<?>[] {DatabaseMetaData.class},
                (proxy, method, args) -> {
                    if (method.getName().equals("getConnection")) {
                        return connection;
                    }
                    try {
                        DatabaseMetaData asked = driver();
                        listed |= method.getReturnType() == ResultSet.class;
                        return method.invoke(asked, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    void release() {
        Lease taken = reader;
        if (taken != null) {
            reader = null;
            driver = null;
            metaData = null;
            if (listed) {
                // its statements are the driver's own: one left open would pin a snapshot for the next borrower
                taken.physical().retire("it listed metadata");
            }
            taken.release();
        }
    }
}
