package io.signalbox.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Database;
import io.signalbox.TestDatabase;
import io.signalbox.jdbc.SyncStatistics;
import io.signalbox.migration.Migrations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** "If you do all your updates in a transaction, you'll find an order of magnitude speedup." */
class OneTransactionTest {

    private static final int RECORDS = 100;

    @RegisterExtension
    final TestDatabase test = TestDatabase.of(Migrations.of("classpath:db/answers/investment"), Investment.class);

    @BeforeEach
    void create() {
        test.database().writeWithoutResult(em -> Investment.create(em, RECORDS));
    }

    /** A commit waits for the disk, and the disk is what takes the time: two orders of magnitude, of a hundred updates. */
    @Test
    void aHundredUpdatesInOneTransactionWaitForTheDiskOnce() {
        Database db = test.database();
        SyncStatistics before = db.statistics().syncs();
        for (int id = 0; id < RECORDS; id++) {
            int invId = id;
            db.write(em -> Investment.append(em, invId));
        }
        SyncStatistics between = db.statistics().syncs();
        db.writeWithoutResult(em -> {
            for (int id = 0; id < RECORDS; id++) {
                Investment.append(em, id);
            }
        });
        SyncStatistics after = db.statistics().syncs();

        assertThat(between.commits() - before.commits()).isEqualTo(RECORDS);
        assertThat(between.syncs() - before.syncs()).isGreaterThanOrEqualTo(RECORDS);
        assertThat(after.commits() - between.commits()).isEqualTo(1);
        assertThat(after.syncs() - between.syncs()).isLessThanOrEqualTo(2);
        assertThat(db.<java.util.List<String>, RuntimeException>read(Investment::sectorGroups))
                .hasSize(RECORDS)
                .containsOnly("XX");
    }

    /** And it is all or nothing. */
    @Test
    void ifOneUpdateFailsNoneWasMade() {
        Database db = test.database();
        assertThatThrownBy(() -> db.writeWithoutResult(em -> {
                    for (int id = 0; id <= RECORDS; id++) {
                        Investment.append(em, id); // there is no last one
                        em.flush();
                    }
                }))
                .isInstanceOf(NullPointerException.class);
        assertThat(db.<java.util.List<String>, RuntimeException>read(Investment::sectorGroups))
                .hasSize(RECORDS)
                .containsOnlyNulls();
    }
}
