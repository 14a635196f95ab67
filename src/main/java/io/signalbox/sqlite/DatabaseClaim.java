package io.signalbox.sqlite;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The claim to a database of the copy of SQLite that these classes use. Classes that another class loader loads bring
 * another copy, and two copies in one process do not see each other's locks (<a
 * href="https://www.sqlite.org/howtocorrupt.html#multiple_copies_of_sqlite_linked_into_the_same_application">How To
 * Corrupt An SQLite Database File</a>, 2.2.1). Closing it gives the database back.
 *
 * <p>For one thread at a time.
 */
public final class DatabaseClaim implements AutoCloseable {
    private final DatabaseFiles files;
    private final Map<Object, JvmClaim> claims = new HashMap<>();

    private DatabaseClaim(DatabaseFiles files) {
        this.files = files;
    }

    /**
     * Claims a database that nobody in this JVM has open yet.
     *
     * @throws IOException if it is claimed already; the message says by whom
     */
    public static DatabaseClaim on(DatabaseFiles files) throws IOException {
        DatabaseClaim claim = new DatabaseClaim(files);
        claim.extend();
        return claim;
    }

    /**
     * Claims the database by its file too, once that exists: until then there is only the path.
     *
     * @throws IOException if it is claimed already; what was claimed here is given back
     */
    public void extend() throws IOException {
        take(files.database());
        Optional<Object> fileKey = files.fileKey();
        if (fileKey.isPresent()) {
            take(fileKey.get());
        }
    }

    private void take(Object name) throws IOException {
        if (claims.containsKey(name)) {
            return;
        }
        Optional<JvmClaim> claim = JvmClaim.on(name, String.valueOf(DatabaseClaim.class.getClassLoader()));
        if (claim.isEmpty()) {
            close();
            throw new IOException(files + " is open in this JVM by another copy of these classes, of class loader "
                    + JvmClaim.claimant(name).orElse("unknown")
                    + ": two copies of SQLite in one process do not see each other's locks and lose what was"
                    + " committed, so have one class loader load signalbox and sqlite-jdbc for all who use them");
        }
        claims.put(name, claim.get());
    }

    @Override
    public void close() {
        claims.values().forEach(JvmClaim::close);
        claims.clear();
    }
}
