package io.signalbox.sqlite;

import java.util.Properties;
import org.sqlite.SQLiteOpenMode;

/** What a physical connection may do. */
public enum Access {
    /** Reads and writes; creates the database. */
    READ_WRITE(SQLiteOpenMode.READWRITE.flag | SQLiteOpenMode.CREATE.flag),
    /** Reads; SQLite refuses a write with SQLITE_READONLY. */
    READ_ONLY(SQLiteOpenMode.READONLY.flag);

    private final int flags;

    Access(int flags) {
        this.flags = flags | SQLiteOpenMode.OPEN_URI.flag | SQLiteOpenMode.NOMUTEX.flag;
    }

    /** How the driver opens it: with the flags of <a href="https://www.sqlite.org/c3ref/open.html">sqlite3_open_v2</a>. */
    Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("open_mode", Integer.toString(flags));
        properties.setProperty("jdbc.get_generated_keys", "false");
        return properties;
    }
}
