package io.signalbox.crash;

import io.signalbox.crash.Ledger.Id;
import io.signalbox.jdbc.CommitOutcomeUnknownException;
import io.signalbox.jdbc.SqliteDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The process whose disk fails at the first call, then at the second, and so on until a run passes clean: each time from the
 * creation of a database on, through transactions, checkpoints, its close and its being opened again. It prints what was
 * wrong, where it ends, the errors that were seen, and how many runs there were.
 */
final class FaultLoop {

    private static final int TRANSACTIONS = 3;

    private final Path fault;
    private final boolean sync;
    private final boolean early;
    private final Set<String> errors = new TreeSet<>();
    private CrashDirectory directory;
    private Ledger ledger;
    private @Nullable SqliteDataSource dataSource;
    private int number;
    private int wrong;

    private FaultLoop(Path fault, boolean sync, boolean early) {
        this.fault = fault;
        this.sync = sync;
        this.early = early;
    }

    /**
     * The file that makes the disk fail, the call and its errno, whether once or from then on, and whether transactions are
     * acknowledged before they are begun, which is a lie.
     */
    public static void main(String[] arguments) throws IOException, SQLException {
        Path fault = Path.of(arguments[0]);
        FaultLoop loop = new FaultLoop(fault, arguments[1].startsWith("fsync"), Boolean.parseBoolean(arguments[3]));
        Path struck = Path.of(fault + ".struck");
        int runs = 0;
        do {
            runs++;
            Files.deleteIfExists(struck);
            loop.run("run " + runs, arguments[1] + " " + runs + " " + arguments[2]);
        } while (loop.wrong == 0 && Files.exists(struck));
        loop.errors.forEach(error -> System.out.println("error " + error));
        System.out.println("runs " + runs);
    }

    private void run(String name, String howToFail) throws IOException {
        ledger = new Ledger();
        number = 0;
        try (CrashDirectory fresh = CrashDirectory.create()) {
            directory = fresh;
            Files.writeString(fault, howToFail);
            try {
                twoLives(name);
            } finally {
                Files.delete(fault);
            }
            resume(name);
            Verdict verdict = Verdict.on(directory.database(), ledger);
            if (!verdict.isClean()) {
                wrong(name + ": " + verdict);
            }
        }
    }

    private void twoLives(String name) throws IOException {
        for (int life = 0; life < 2; life++) {
            close();
            if (!attempt(this::open)) {
                return;
            }
            for (int i = 0; i < TRANSACTIONS; i++) {
                transact();
            }
            attempt(() -> CrashTables.checkpoint(dataSource, "restart"));
            transact();
            if (!sync) {
                mustDo(name + " read", attempt(() -> CrashTables.count(dataSource)));
            }
        }
    }

    private void open() throws SQLException {
        dataSource = SqliteDataSource.open("jdbc:sqlite:" + directory.database() + "?readers=1");
        CrashTables.create(dataSource);
    }

    private void close() {
        SqliteDataSource closing = dataSource;
        dataSource = null;
        if (closing != null) {
            attempt(closing::close);
        }
    }

    private interface Step {
        void run() throws SQLException;
    }

    private boolean attempt(Step step) {
        try {
            step.run();
            return true;
        } catch (SQLException e) {
            errors.add(e.getClass().getName() + " " + e.getSQLState());
            return false;
        }
    }

    private boolean transact() {
        Id id = new Id(0, ++number);
        return attempt(() -> {
            try {
                if (early) {
                    ledger.told(Ledger.line(Ledger.ACKNOWLEDGED, id));
                }
                CrashTables.commit(dataSource, id);
                ledger.told(Ledger.line(Ledger.ACKNOWLEDGED, id));
            } catch (SQLException e) {
                char outcome = CommitOutcomeUnknownException.isCauseOf(e) ? Ledger.UNKNOWN : Ledger.REFUSED;
                ledger.told(Ledger.line(outcome, id));
                throw e;
            }
        });
    }

    /** The disk works again: service goes on by itself, or after a failed sync once the database was opened anew. */
    private void resume(String name) {
        if (dataSource == null || sync) {
            close();
            mustDo(name + " open", attempt(this::open));
        } else {
            mustDo(name + " tables", attempt(() -> CrashTables.create(dataSource)));
        }
        mustDo(name + " next", transact());
        close();
    }

    private void mustDo(String what, boolean done) {
        if (!done) {
            wrong(what + ": failed");
        }
    }

    private void wrong(String what) {
        wrong++;
        System.out.println("wrong " + what);
    }
}
