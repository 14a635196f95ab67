package io.signalbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.crash.PowerCuts.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power is cut while 16 threads write. What they asked of the disk was recorded, so that for each moment the worst
 * images can be built that a disk may leave; a plain SQLite opens them. {@code -Dsignalbox.crash.points=N} sets how many
 * moments, {@code -Dsignalbox.crash.seed=N} which ones, though not what the threads did.
 */
class PowerCutIT {

    private static final int POINTS = Integer.getInteger("signalbox.crash.points", 60);
    private static final int POINTS_PER_RECORDING = 60;
    private static final long SEED = Long.getLong("signalbox.crash.seed", System.nanoTime());
    private static final int ROUNDS = 3;
    private static final int TRANSACTIONS = 20;

    @TempDir
    static Path libraries;

    private static Path recorder;

    @BeforeAll
    static void compile() throws InterruptedException {
        recorder = NativeLibrary.compile("record", libraries);
    }

    private static Outcome cut(int points, String settings, Map<String, String> environment, boolean early)
            throws Exception {
        PowerCuts cuts = new PowerCuts(List.of(recorder), environment);
        Outcome outcome = new Outcome(0, 0, 0, 0, 0, List.of());
        while (outcome.cuts() < points) {
            int some = Math.min(POINTS_PER_RECORDING, points - outcome.cuts());
            List<Event> events = cuts.record(settings, ROUNDS, TRANSACTIONS, early);
            outcome = outcome.plus(PowerCuts.cut(events, some, SEED + outcome.cuts()));
        }
        System.out.println(settings + environment + (early ? ", acknowledged early: " : ": ") + outcome);
        return outcome;
    }

    @Test
    void nothingAcknowledgedIsLost() throws Exception {
        Outcome outcome = cut(POINTS, "?durability=POWER_SAFE", Map.of(), false);
        CrashResults.add(Map.of(
                "cut_points", (long) outcome.cuts(),
                "images", (long) outcome.images(),
                "acknowledged_checked", outcome.checked(),
                "acknowledged_lost", outcome.lost(),
                "integrity_failures", outcome.integrityFailures()));
        assertThat(outcome.examples()).isEmpty();
        assertThat(outcome.checked()).isPositive();
    }

    /** The twin of each harness: without the sync the same one reports losses. */
    @Test
    void withoutSyncsOfCommitsItIs() throws Exception {
        Outcome outcome = cut(18, "?durability=CRASH_SAFE", Map.of(), false);
        assertThat(outcome.lost()).as("acknowledged and lost").isPositive();
        assertThat(outcome.integrityFailures())
                .as("a crash-safe database stays whole")
                .isZero();
        CrashResults.add(Map.of("control_lost_crash_safe", outcome.lost()));
    }

    @Test
    void onADiskThatLiesItIs() throws Exception {
        Outcome outcome = cut(18, "?durability=POWER_SAFE", Map.of("SIGNALBOX_NO_SYNC", "fsync fdatasync"), false);
        assertThat(outcome.lost()).as("acknowledged and lost").isPositive();
        CrashResults.add(Map.of("control_lost_no_sync", outcome.lost()));
    }

    @Test
    void whatWasAcknowledgedTooEarlyIs() throws Exception {
        Outcome outcome = cut(18, "?durability=POWER_SAFE", Map.of(), true);
        assertThat(outcome.lost()).as("acknowledged and lost").isPositive();
        CrashResults.add(Map.of("control_lost_early", outcome.lost()));
    }
}
