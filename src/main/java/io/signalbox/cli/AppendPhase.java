package io.signalbox.cli;

import io.signalbox.session.Transactions;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Threads that each read the text of a hundred rows and write it back with an X appended, row by row. The rows of
 * neighbours overlap by half, so a lost update shows as a missing X.
 */
final class AppendPhase {

    static final int ROWS_PER_THREAD = 100;
    private static final int STRIDE = ROWS_PER_THREAD / 2;

    private final Transactions transactions;
    private final int threads;

    AppendPhase(Transactions transactions, int threads) {
        this.transactions = transactions;
        this.threads = threads;
    }

    private int rows() {
        return (threads - 1) * STRIDE + ROWS_PER_THREAD;
    }

    void createRows() {
        transactions.writeWithoutResult(em -> IntStream.range(0, rows()).forEach(id -> em.persist(new Investment(id))));
    }

    void run(int number, Runnable done) {
        int first = number * STRIDE;
        for (int id = first; id < first + ROWS_PER_THREAD; id++) {
            append(id);
            done.run();
        }
    }

    private void append(int id) {
        transactions.writeWithoutResult(em -> em.find(Investment.class, id).append("X"));
    }

    /** How many X are missing, or too many. */
    long lostUpdates() {
        List<Investment> all = transactions.read(
                em -> em.createQuery("from Investment", Investment.class).getResultList());
        long missingRows = Math.abs(rows() - all.size());
        return missingRows
                + all.stream()
                        .mapToLong(row ->
                                Math.abs(expected(row.id()) - row.sectorGroup().length()))
                        .sum();
    }

    /** How many threads have the row among theirs. */
    private int expected(int id) {
        return (int) IntStream.range(0, threads)
                .filter(number -> id >= number * STRIDE && id < number * STRIDE + ROWS_PER_THREAD)
                .count();
    }
}
