package io.signalbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.crash.Event.Kind;
import io.signalbox.crash.PowerCuts.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
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

    /** Later than what opens the database, earlier than the last. */
    private static final int FIRST_FAILED_SYNC = 20;

    private static final int FAILED_SYNCS = 60;

    @TempDir
    static Path directory;

    private static List<Path> libraries;

    @BeforeAll
    static void compile() throws InterruptedException {
        libraries = List.of(NativeLibrary.compile("record", directory), NativeLibrary.compile("faults", directory));
    }

    private static Outcome cut(int points, String settings, Map<String, String> environment, boolean early)
            throws Exception {
        PowerCuts cuts = new PowerCuts(libraries, environment);
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
        add(cut(POINTS, "?durability=POWER_SAFE", Map.of(), false));
    }

    /** What the kernel then does not write it never writes, and later syncs say that all is well. */
    @Test
    void norWhereOneSyncFails() throws Exception {
        Path fault = directory.resolve("fault");
        Random random = new Random(SEED);
        for (int i = 0; i < 1 + POINTS / 100; i++) {
            int number = FIRST_FAILED_SYNC + random.nextInt(FAILED_SYNCS);
            Files.writeString(fault, "fsync 5 " + number + " once");
            List<Event> events = new PowerCuts(libraries, Map.of("SIGNALBOX_FAULT", fault.toString()))
                    .record("?durability=POWER_SAFE", ROUNDS, TRANSACTIONS, false);
            assertThat(events)
                    .filteredOn(event -> event.kind() == Kind.SYNC_FAILED)
                    .hasSize(1);
            Outcome outcome = PowerCuts.cut(events, POINTS_PER_RECORDING / 2, SEED + i);
            System.out.println("the " + number + "th sync fails: " + outcome);
            add(outcome);
        }
    }

    private static void add(Outcome outcome) throws IOException {
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
