package io.signalbox.sqlite;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What can be found out about a database without stopping anybody. For one thread. */
public final class Inspection {

    private static final long LARGE_LOG = 64L << 20;
    private static final long SCARCE_DISK = 64L << 20;
    private static final long MANY_FREE_PAGES = 1_000;
    private static final int FREE_SHARE = 4;

    private Inspection() {}

    /**
     * Reads all of a database, and looks at what is around it.
     *
     * @param connection one of its own, which is in no transaction; all is read from one snapshot
     */
    public static CheckReport of(PhysicalConnection connection, DatabaseFiles files) throws SQLException {
        connection.begin();
        CheckReport.Size size;
        Surroundings surroundings = new Surroundings(files);
        List<Finding> findings = new ArrayList<>(ofContent(connection));
        try {
            size = new CheckReport.Size(
                    (int) connection.number("PRAGMA page_size"),
                    connection.number("PRAGMA page_count"),
                    connection.number("PRAGMA freelist_count"),
                    surroundings.logBytes(),
                    surroundings.diskFreeBytes());
            findings.addAll(ofSize(size));
            findings.addAll(SqliteVersion.parse(connection.libversion()).findings());
            findings.addAll(surroundings.findings());
            return new CheckReport(findings, connection.libversion(), surroundings.fileSystem(), size);
        } catch (IOException e) {
            throw new SQLException("the operating system does not tell of " + files + ": " + e.getMessage(), e);
        }
    }

    private static List<Finding> ofContent(PhysicalConnection connection) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        for (String problem : damages(connection)) {
            findings.add(Finding.error(
                    "the database is damaged: " + problem,
                    "restore a backup; if only an index is named, REINDEX mends it"));
        }
        if (findings.isEmpty()) {
            for (String problem : Verification.foreignKeyProblems(connection)) {
                findings.add(Finding.error(
                        problem,
                        "mend or delete the row; who wrote it had foreign keys switched off, as is the default"));
            }
        }
        return findings;
    }

    /** What is so damaged that it cannot be read is said by an exception. */
    private static List<String> damages(PhysicalConnection connection) throws SQLException {
        try {
            return Verification.integrityProblems(connection);
        } catch (SQLException e) {
            if (ResultCode.isPrimary(e, ResultCode.CORRUPT)) {
                return List.of(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    static List<Finding> ofSize(CheckReport.Size size) {
        List<Finding> findings = new ArrayList<>();
        if (size.logBytes() > LARGE_LOG) {
            findings.add(
                    Finding.warning(
                            "the write-ahead log has " + size.logBytes() + " bytes",
                            "end what reads for long, a backup or an open result set, for the log cannot begin anew meanwhile"));
        }
        if (size.diskFreeBytes() < SCARCE_DISK) {
            findings.add(Finding.error("the disk has " + size.diskFreeBytes() + " bytes left", "make room on it"));
        } else if (size.diskFreeBytes() < 2 * size.bytes()) {
            findings.add(Finding.warning(
                    "the disk has " + size.diskFreeBytes() + " bytes left, the database has " + size.bytes()
                            + ": a restore, which copies it twice, has no room",
                    "make room on it"));
        }
        if (size.freePages() > MANY_FREE_PAGES && size.freePages() > size.pages() / FREE_SHARE) {
            findings.add(Finding.info(
                    size.freePages() + " of " + size.pages() + " pages hold nothing",
                    "VACUUM gives them back, and keeps others from writing meanwhile"));
        }
        return findings;
    }

    /**
     * The pragmas of a connection that are no longer what they were set to.
     *
     * @param name of the connection, for the findings
     */
    public static List<Finding> ofPragmas(PhysicalConnection connection, Pragmas pragmas, String name)
            throws SQLException {
        List<Finding> findings = new ArrayList<>();
        ofPragma(connection, "journal_mode", "wal", name, findings);
        for (Map.Entry<Pragma, String> entry : pragmas.values().entrySet()) {
            ofPragma(connection, entry.getKey().sqlName(), entry.getValue(), name, findings);
        }
        return findings;
    }

    private static void ofPragma(
            PhysicalConnection connection, String pragma, String wanted, String name, List<Finding> findings)
            throws SQLException {
        List<String> value = Verification.texts(connection, "PRAGMA " + pragma);
        if (!value.equals(List.of(wanted))) {
            findings.add(Finding.error(
                    "PRAGMA " + pragma + " of " + name + " is " + value + " and was set to " + wanted,
                    "find the statement, or the connection customizer, that changes it"));
        }
    }
}
