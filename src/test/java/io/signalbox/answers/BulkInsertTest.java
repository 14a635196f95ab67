package io.signalbox.answers;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Database;
import io.signalbox.TestDatabase;
import io.signalbox.migration.Migrations;
import java.util.AbstractList;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many rows in one transaction; the writer is held from the first batch on. */
class BulkInsertTest {

    private static final int BATCH = 100;

    @RegisterExtension
    final TestDatabase test = TestDatabase.of(Migrations.of("classpath:db/answers/investment"), Investment.class)
            .with("hibernate.jdbc.batch_size", BATCH);

    /** operations.md. */
    private static void insert(Database db, List<Investment> investments) {
        db.writeWithoutResult(em -> {
            Session session = em.unwrap(Session.class);
            try (StatelessSession rows =
                    session.statelessWithOptions().connection().openStatelessSession()) {
                rows.insertMultiple(investments);
            }
        });
    }

    /** Whom Hibernate asks for one after the other, as it adds them to its batch. */
    private final class Observed extends AbstractList<Investment> {
        private final int rows;
        private boolean heldMeanwhile;

        Observed(int rows) {
            this.rows = rows;
        }

        @Override
        public Investment get(int id) {
            heldMeanwhile |= test.database().statistics().writer().held();
            return new Investment(id);
        }

        @Override
        public int size() {
            return rows;
        }
    }

    @ParameterizedTest
    @CsvSource({"100, false", "101, true"})
    void whereAllRowsAreOneBatchTheWriterIsFreeWhileHibernatePreparesThem(int rows, boolean held) {
        Observed investments = new Observed(rows);
        insert(test.database(), investments);
        assertThat(investments.heldMeanwhile).isEqualTo(held);
        assertThat(test.database().query("select * from Investment").rows()).hasSize(rows);
    }
}
