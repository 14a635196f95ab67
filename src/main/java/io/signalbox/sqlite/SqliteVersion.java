package io.signalbox.sqlite;

import java.sql.SQLNonTransientConnectionException;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of SQLite's library, such as 3.51.3.
 *
 * @param major its first number
 * @param minor its second
 * @param patch its third
 */
record SqliteVersion(int major, int minor, int patch) implements Comparable<SqliteVersion> {

    /**
     * The first in which a checkpoint and a commit at the same instant cannot corrupt a database in WAL mode (<a
     * href="https://www.sqlite.org/wal.html#walresetbug">The WAL-Reset Bug</a>).
     */
    static final SqliteVersion OLDEST = new SqliteVersion(3, 51, 3);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?.*");
    private static final Comparator<SqliteVersion> ORDER = Comparator.comparingInt(SqliteVersion::major)
            .thenComparingInt(SqliteVersion::minor)
            .thenComparingInt(SqliteVersion::patch);

    /**
     * Reads what <a href="https://www.sqlite.org/c3ref/libversion.html">sqlite3_libversion</a> says.
     *
     * @throws IllegalArgumentException if it is no version
     */
    static SqliteVersion parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a version of SQLite: " + text);
        }
        int patch = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        return new SqliteVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), patch);
    }

    /**
     * Refuses a library that is older than {@link #OLDEST}.
     *
     * @throws SQLNonTransientConnectionException if it is
     */
    static void refuseOlder(String library) throws SQLNonTransientConnectionException {
        if (parse(library).compareTo(OLDEST) < 0) {
            throw new SQLNonTransientConnectionException(
                    "the class path has SQLite " + library
                            + ", which can corrupt a database in WAL mode; use sqlite-jdbc " + OLDEST + ".0 or newer",
                    "08001");
        }
    }

    /** A defect that can cost a database, and the versions that have it. */
    private record Defect(SqliteVersion first, SqliteVersion mended, String what) {
        boolean isIn(SqliteVersion version) {
            return version.compareTo(first) >= 0 && version.compareTo(mended) < 0;
        }
    }

    private static final List<Defect> DEFECTS = List.of(new Defect(
            new SqliteVersion(3, 7, 0),
            OLDEST,
            "a checkpoint and a commit at the same instant can damage a database in WAL mode"));

    /** What is known to be wrong with this version. */
    List<Finding> findings() {
        return DEFECTS.stream()
                .filter(defect -> defect.isIn(this))
                .map(defect -> Finding.error(
                        "SQLite " + this + " has a defect: " + defect.what,
                        "use sqlite-jdbc " + defect.mended + ".0 or newer, in every process that opens the database"))
                .toList();
    }

    @Override
    public int compareTo(SqliteVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
