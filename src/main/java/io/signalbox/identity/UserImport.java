package io.signalbox.identity;

import static io.signalbox.identity.Immediately.IMMEDIATELY;

import io.signalbox.session.Transactions;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Rows from elsewhere that become users, a chunk a transaction; checked and hashed before it. */
final class UserImport {

    private final Transactions transactions;
    private final UserService users;
    private final PasswordHasher hasher;
    private final Clock clock;
    private final SecurityStamps stamps;

    UserImport(
            Transactions transactions, UserService users, PasswordHasher hasher, Clock clock, SecurityStamps stamps) {
        this.transactions = transactions;
        this.users = users;
        this.hasher = hasher;
        this.clock = clock;
        this.stamps = stamps;
    }

    ImportReport run(Iterator<ImportedUser> source, ImportOptions options) {
        OutsideTransaction.require(transactions, "importUsers");
        ImportReport report = skip(source, options.resumeAfter());
        while (source.hasNext()) {
            List<ImportCandidate> candidates = next(source, report.rows(), options.chunk());
            List<ImportedRow> rows = transactions.write(IMMEDIATELY, em -> insert(em, candidates, options));
            for (ImportedRow row : rows) {
                report = report.with(row);
                options.rows().accept(row);
            }
            options.progress().accept(report);
        }
        return report;
    }

    private static ImportReport skip(Iterator<ImportedUser> source, long rows) {
        ImportReport report = ImportReport.NOTHING;
        while (report.rows() < rows && source.hasNext()) {
            source.next();
            report = report.skip();
        }
        return report;
    }

    private List<ImportCandidate> next(Iterator<ImportedUser> source, long before, int size) {
        List<ImportCandidate> candidates = new ArrayList<>(size);
        while (candidates.size() < size && source.hasNext()) {
            long row = before + candidates.size() + 1;
            candidates.add(ImportCandidate.of(row, source.next(), users, hasher));
        }
        return candidates;
    }

    private List<ImportedRow> insert(EntityManager em, List<ImportCandidate> candidates, ImportOptions options) {
        return em.<Connection, List<ImportedRow>>callWithConnection(
                connection -> new ImportChunk(connection, stamps, clock.millis(), options.mustChangePassword())
                        .insertAll(candidates));
    }
}
