package io.signalbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code kill -9} of a JVM with 16 threads that write, at a random moment, again and again: each next one recovers what the
 * last one left, and goes on. {@code -Dsignalbox.crash.kills=N} sets how often, {@code -Dsignalbox.crash.seed=N} when.
 */
class KillIT {

    private static final int KILLS = Integer.getInteger("signalbox.crash.kills", 8);
    private static final int KILLS_PER_DATABASE = 4;
    private static final int MOST_ACKNOWLEDGEMENTS = 400;
    private static final int MOST_NANOS_LATER = 2_000_000;
    private static final long SEED = Long.getLong("signalbox.crash.seed", System.nanoTime());

    private final Random random = new Random(SEED);
    private long checked;
    private long lost;
    private long integrityFailures;

    private void kill(String settings, int kills, boolean early) throws IOException, InterruptedException {
        for (int killed = 0; killed < kills; killed += KILLS_PER_DATABASE) {
            try (CrashDirectory directory = CrashDirectory.create()) {
                Ledger ledger = new Ledger();
                for (int i = killed; i < Math.min(kills, killed + KILLS_PER_DATABASE); i++) {
                    killOnce(directory, settings, early, ledger);
                    judge(directory, ledger);
                }
            }
        }
    }

    private void killOnce(CrashDirectory directory, String settings, boolean early, Ledger ledger)
            throws IOException, InterruptedException {
        Process load = CrashProcess.of(
                        CrashLoad.class,
                        List.of(),
                        "jdbc:sqlite:" + directory.database() + settings,
                        1,
                        Integer.MAX_VALUE,
                        early)
                .start();
        try (BufferedReader told = load.inputReader()) {
            int acknowledgements = random.nextInt(MOST_ACKNOWLEDGEMENTS);
            for (int i = 0; i < acknowledgements; i++) {
                ledger.told(told.readLine());
            }
            LockSupport.parkNanos(random.nextInt(MOST_NANOS_LATER));
            load.toHandle().destroyForcibly(); // what it has printed stays to be read
            told.lines().forEach(ledger::told);
        }
        load.waitFor();
    }

    /** A copy, so that the next process finds what this one left. */
    private void judge(CrashDirectory directory, Ledger ledger) throws IOException {
        try (CrashDirectory copy = CrashDirectory.copyOf(directory)) {
            Verdict verdict = Verdict.on(copy.database(), ledger);
            checked += ledger.acknowledged().size();
            lost += verdict.lost();
            if (verdict.undead() > 0 || !verdict.broken().isEmpty()) {
                integrityFailures++;
                System.out.println("seed " + SEED + ": " + verdict);
            }
        }
        assertThat(ledger.refused()).as("commits that failed").isEmpty();
        assertThat(ledger.unknown()).as("commits with an unknown outcome").isEmpty();
    }

    /** Also where the database checkpoints and begins the log anew all the time. */
    @ParameterizedTest
    @ValueSource(strings = {"", "?wal_limit=64KiB"})
    void nothingAcknowledgedIsLost(String settings) throws Exception {
        kill(settings, KILLS, false);
        System.out.println(
                "seed " + SEED + ", " + KILLS + " kills " + settings + ": " + checked + " checked, " + lost + " lost");
        CrashResults.add(Map.of(
                "kills", (long) KILLS,
                "acknowledged_checked", checked,
                "acknowledged_lost", lost,
                "integrity_failures", integrityFailures));
        assertThat(lost).as("acknowledged and lost").isZero();
        assertThat(integrityFailures).isZero();
        assertThat(checked).isPositive();
    }

    @Test
    void whatWasAcknowledgedTooEarlyIs() throws Exception {
        kill("", 2, true);
        assertThat(lost).as("acknowledged and lost").isPositive();
        CrashResults.add(Map.of("control_lost_killed_early", lost));
    }
}
