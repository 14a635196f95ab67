package io.signalbox.cli;

import io.signalbox.Database;
import io.signalbox.session.CommitOutcomeUnknownException;
import io.signalbox.session.TransactionOptions;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityNotFoundException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * The transactions of the load. One that writes reads both rows of a pair and counts them up by one; one that reads looks
 * whether both are the same, as they are in every snapshot. Safe for use by any number of threads.
 */
final class StressLoad {

    /** After so many it is the same again and again: a disk that is full, for instance. */
    private static final int MOST_ERRORS = 1_000;

    /** For a conflict, which {@code UPGRADE} may meet at its first attempt only. */
    private static final TransactionOptions OPTIONS = TransactionOptions.attempts(3);

    private final Database database;
    private final Mix mix;
    private final Ending ending;
    private final Errors errors;
    private final Latencies reads = new Latencies();
    private final Latencies writes = new Latencies();
    private final AtomicLongArray acknowledged = new AtomicLongArray(StressTable.PAIRS);
    private final AtomicLongArray unknown = new AtomicLongArray(StressTable.PAIRS);
    private final LongAdder rejected = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder tornReads = new LongAdder();

    StressLoad(Database database, Mix mix, Ending ending, Errors errors) {
        this.database = database;
        this.mix = mix;
        this.ending = ending;
        this.errors = errors;
    }

    /** One thread's part: transaction after transaction until the end. */
    void run(int thread, Runnable done) {
        for (long number = thread; !ending.isOver(); number++) {
            int pair = ThreadLocalRandom.current().nextInt(StressTable.PAIRS);
            if (mix.writesAt(number) ? write(pair) : read(pair)) {
                done.run();
            }
        }
    }

    private boolean write(int pair) {
        long begun = System.nanoTime();
        try {
            database.write(OPTIONS, em -> count(em, pair));
            writes.record(System.nanoTime() - begun);
            acknowledged.incrementAndGet(pair);
            return true;
        } catch (CommitOutcomeUnknownException e) {
            unknown.incrementAndGet(pair);
            return failed(e);
        } catch (RuntimeException e) {
            rejected.increment();
            return failed(e);
        }
    }

    private boolean count(EntityManager em, int pair) {
        retries.add(database.attempt() > 1 ? 1 : 0);
        row(em, pair).count();
        row(em, StressTable.twin(pair)).count();
        return true;
    }

    private boolean read(int pair) {
        long begun = System.nanoTime();
        try {
            boolean same = database.read(em ->
                    row(em, pair).counted() == row(em, StressTable.twin(pair)).counted());
            reads.record(System.nanoTime() - begun);
            tornReads.add(same ? 0 : 1);
            return true;
        } catch (RuntimeException e) {
            return failed(e);
        }
    }

    private static StressCounter row(EntityManager em, int id) {
        StressCounter row = em.find(StressCounter.class, id);
        if (row == null) {
            throw new EntityNotFoundException("row " + id + " of " + StressTable.NAME + " is gone");
        }
        return row;
    }

    private boolean failed(RuntimeException e) {
        errors.add(e);
        if (errors.all() >= MOST_ERRORS) {
            ending.early("of " + MOST_ERRORS + " errors");
        }
        return false;
    }

    Latencies reads() {
        return reads;
    }

    Latencies writes() {
        return writes;
    }

    /** Updates of the pair that a thread was told to be committed. */
    long acknowledged(int pair) {
        return acknowledged.get(pair);
    }

    /** Updates of the pair of which no thread was told whether they are. */
    long unknown(int pair) {
        return unknown.get(pair);
    }

    /** Transactions that were to write, and of which a thread was told that nothing is committed. */
    long rejected() {
        return rejected.sum();
    }

    /** Attempts beyond the first. */
    long retries() {
        return retries.sum();
    }

    /** Reads that saw one row of a pair before an update and the other behind it. */
    long tornReads() {
        return tornReads.sum();
    }
}
