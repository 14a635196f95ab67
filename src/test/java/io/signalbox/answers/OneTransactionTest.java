package io.signalbox.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Database;
import io.signalbox.TestDatabase;
import io.signalbox.jdbc.DataSourceStatistics;
import io.signalbox.migration.Migrations;
import java.util.List;
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

    /** A commit waits for the disk: of a hundred waits one is left. */
    @Test
    void aHundredUpdatesInOneTransactionWaitForTheDiskOnce() {
        Database db = test.database();
        DataSourceStatistics before = db.statistics();
        for (int id = 0; id < RECORDS; id++) {
            int invId = id;
            db.write(em -> Investment.append(em, invId));
        }
        DataSourceStatistics between = db.statistics();
        db.writeWithoutResult(em -> {
            for (int id = 0; id < RECORDS; id++) {
                Investment.append(em, id);
            }
        });
        DataSourceStatistics after = db.statistics();

        assertThat(commits(before, between)).isEqualTo(RECORDS);
        assertThat(commits(between, after)).isEqualTo(1);
        assertThat(syncs(before, between)).isEqualTo(RECORDS);
        assertThat(syncs(between, after)).isEqualTo(1);
        assertThat(db.<List<String>, RuntimeException>read(Investment::sectorGroups))
                .hasSize(RECORDS)
                .containsOnly("XX");
    }

    private static long syncs(DataSourceStatistics from, DataSourceStatistics to) {
        return to.syncs().syncs() - from.syncs().syncs();
    }

    private static long commits(DataSourceStatistics from, DataSourceStatistics to) {
        return to.transactions().committed() - from.transactions().committed();
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
        assertThat(db.<List<String>, RuntimeException>read(Investment::sectorGroups))
                .hasSize(RECORDS)
                .containsOnlyNulls();
    }
}
