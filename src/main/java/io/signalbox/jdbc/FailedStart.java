package io.signalbox.jdbc;

import io.signalbox.sqlite.DatabaseFiles;
import io.signalbox.sqlite.ResultCode;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Optional;

/** What a database that cannot be opened is told with: which it is, what is wrong, and what to do, in one sentence. */
final class FailedStart {

    /** The client was unable to establish the connection. */
    static final String SQL_STATE = "08001";

    private FailedStart() {}

    /** Of a failure whose message says all, the path included. */
    static SQLException because(IOException e) {
        return new SQLNonTransientConnectionException("cannot open the database: " + e.getMessage(), SQL_STATE, e);
    }

    /** Of what SQLite answered, or of what we said of it. */
    static SQLException of(DatabaseFiles files, SQLException failure) {
        Optional<ResultCode> code = ResultCode.of(failure);
        String reason = code.flatMap(FailedStart::reason).orElse(String.valueOf(failure.getMessage()));
        String message = "cannot open the database " + files + ": " + reason;
        if (code.filter(c -> c.primary() == ResultCode.BUSY).isPresent()) {
            ForeignLockTimeoutException locked = new ForeignLockTimeoutException(message);
            locked.initCause(failure);
            return locked;
        }
        int vendor = code.map(ResultCode::extended).orElse(failure.getErrorCode());
        return new SQLNonTransientConnectionException(message, SQL_STATE, vendor, failure);
    }

    private static Optional<String> reason(ResultCode code) {
        String said = switch (code.primary()) {
            case ResultCode.NOTADB ->
                "the file is not a database, or is encrypted; name another, or move this one away";
            case ResultCode.CORRUPT -> "the file is damaged; put a backup in its place";
            case ResultCode.READONLY ->
                "the file or its directory is read-only; make both writable for the user of this process";
            case ResultCode.CANTOPEN, ResultCode.PERM ->
                "SQLite can open neither it nor what belongs beside it; make the file and its directory readable and"
                        + " writable for the user of this process";
            case ResultCode.BUSY ->
                "another process kept it locked for longer than signalbox.busy_timeout; end that process, or have it"
                        + " use WAL mode";
            case ResultCode.FULL -> "the disk is full; make room";
            case ResultCode.IOERR, ResultCode.PROTOCOL ->
                "the file system does not do what SQLite needs; look after the disk, and use a local one";
            default -> null;
        };
        return Optional.ofNullable(said).map(text -> text + " [" + code + "]");
    }
}
