package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.WritingLoad.Shares;
import io.signalbox.jdbc.LoadedEngine.Transactions;
import io.signalbox.sqlite.Durability;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The writer is shared out equally, and nobody waits much longer than the others.
 *
 * <p>The operating system shares out less exactly than the queue: on a busy machine it lets a thread that is about to come to
 * the queue wait for some of its time slices, and the others have turns meanwhile. So a thread does not finish before seconds
 * have passed, of which that is a small part; under {@code -Pfull} it is a minute.
 */
@Timeout(1200)
class FairnessIT {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(Boolean.getBoolean("signalbox.it.full") ? 60 : 5);
    private static final int FEWEST = 50; // of a thread: a turn more or less is not to count

    /** When the first thread has finished, no other has done less than 10/11 as much. */
    @ParameterizedTest
    @CsvSource({"POWER_SAFE, 16", "POWER_SAFE, 64", "CRASH_SAFE, 16", "CRASH_SAFE, 64"})
    void allHaveAnEqualShare(Durability durability, int threads) throws Exception {
        Shares shares = run(durability, threads, Transactions.OF_A_ROW);
        assertThat(shares.ratio()).as(shares::toString).isLessThanOrEqualTo(1.10);
    }

    /**
     * Of 1000 waits 999 are no longer than ten times the mean hold times the mean number of waiting threads. The disk and the
     * operating system can make any one transaction some milliseconds longer, all who wait behind it included; so it is
     * transactions of milliseconds that tell about the queue.
     */
    @ParameterizedTest
    @CsvSource({"POWER_SAFE, 16", "POWER_SAFE, 64", "CRASH_SAFE, 16", "CRASH_SAFE, 64"})
    void nobodyWaitsMuchLongerThanTheOthers(Durability durability, int threads) throws Exception {
        Shares shares = run(durability, threads, Transactions.OF_SOME_MILLISECONDS);
        assertThat(shares.tail()).as(shares::toString).isLessThanOrEqualTo(10);
        assertThat(shares.ratio()).as(shares::toString).isLessThanOrEqualTo(1.10);
    }

    /**
     * The check's own check: a queue that lets overtake without bounds is found out. At CRASH_SAFE, where who has committed runs on
     * and comes again at once; else it waits for a sync, and others come first.
     */
    @Test
    void withoutBoundsOfOvertakingTheSharesAreUnequal() throws Exception {
        try (LoadedEngine engine = new LoadedEngine(Durability.CRASH_SAFE, Integer.MAX_VALUE, Duration.ofHours(1))) {
            Shares shares = engine.run(16, FEWEST, Duration.ZERO, Transactions.OF_SOME_MILLISECONDS);
            assertThat(shares.ratio()).as(shares::toString).isGreaterThan(1.10);
        }
    }

    private static Shares run(Durability durability, int threads, Transactions what) throws Exception {
        try (LoadedEngine engine = new LoadedEngine(durability)) {
            Shares shares = engine.run(threads, FEWEST, LONG_ENOUGH, what);
            System.out.println(durability + ", " + threads + " threads, transactions " + what + ": " + shares);
            return shares;
        }
    }
}
