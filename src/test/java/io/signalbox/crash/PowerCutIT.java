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
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power is cut while 16 threads write. What they asked of the disk was recorded, so that for each moment the worst
 * images can be built that a disk may leave; a plain SQLite opens them. {@code -Dsignalbox.crash.points=N} sets how many
 * moments there are. A recording that failed is kept, and the failure says how to cut it again.
 */
class PowerCutIT {

    private static final int POINTS = Integer.getInteger("signalbox.crash.points", 60);
    private static final int POINTS_PER_RECORDING = 60;
    private static final int POINTS_OF_TWIN = 18;
    private static final long SEED = Long.getLong("signalbox.crash.seed", System.nanoTime());
    private static final String REPLAY = "signalbox.crash.replay";
    private static final int ROUNDS = 3;
    private static final int TRANSACTIONS = 20;
    private static final String POWER_SAFE = "?durability=POWER_SAFE";

    /** So that the database checkpoints and begins the log anew all the time, and nobody else does. */
    private static final String SMALL_LOG = "&wal_limit=64KiB";

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

    private static Recording record(String settings, Map<String, String> environment, boolean early) throws Exception {
        return new PowerCuts(libraries, environment).record(settings, ROUNDS, TRANSACTIONS, early);
    }

    private static void mustLoseNothing(Recording recording, int points, long seed) throws IOException {
        Outcome outcome = PowerCuts.cut(recording, points, seed);
        System.out.println(outcome);
        CrashResults.add(Map.of(
                "cut_points", (long) outcome.cuts(),
                "images", (long) outcome.images(),
                "acknowledged_checked", outcome.checked(),
                "acknowledged_lost", outcome.lost(),
                "integrity_failures", outcome.integrityFailures()));
        Path kept = Path.of("target", "crash", "recording-" + seed);
        if (!outcome.examples().isEmpty()) {
            recording.keep(kept);
        }
        assertThat(outcome.examples())
                .as(
                        "images; again with -D%s=%s -Dsignalbox.crash.seed=%s -Dsignalbox.crash.points=%s",
                        REPLAY, kept, seed, points)
                .isEmpty();
        assertThat(outcome.checked()).isPositive();
    }

    @Test
    void nothingAcknowledgedIsLost() throws Exception {
        for (int cut = 0; cut < POINTS; cut += POINTS_PER_RECORDING) {
            int points = Math.min(POINTS_PER_RECORDING, POINTS - cut);
            mustLoseNothing(record(POWER_SAFE, Map.of(), false), points, SEED + cut);
        }
    }

    @Test
    void norWhereTheLogIsBegunAnewInTheBackground() throws Exception {
        Recording recording = record(POWER_SAFE + SMALL_LOG, Map.of(), false);
        assertThat(recording.logsBegun()).as("how often a log was begun").isGreaterThan(5L * ROUNDS);
        mustLoseNothing(recording, POINTS_PER_RECORDING, SEED - 2);
    }

    @Test
    void aCrashSafeDatabaseIsWholeThen() throws Exception {
        Recording recording = record("?durability=CRASH_SAFE" + SMALL_LOG, Map.of(), false);
        assertThat(recording.logsBegun()).as("how often a log was begun").isGreaterThan(5L * ROUNDS);
        Outcome outcome = PowerCuts.cut(recording, POINTS_PER_RECORDING, SEED);
        System.out.println("crash-safe: " + outcome);
        assertThat(outcome.integrityFailures()).isZero();
    }

    /** What the kernel then does not write it never writes, and later syncs say that all is well. */
    @Test
    void norWhereOneSyncFails() throws Exception {
        Path fault = directory.resolve("fault");
        Random random = new Random(SEED);
        for (int cut = 0; cut < POINTS; cut += 2 * POINTS_PER_RECORDING) {
            int number = FIRST_FAILED_SYNC + random.nextInt(FAILED_SYNCS);
            Files.writeString(fault, "fsync 5 " + number + " once");
            Recording recording = record(POWER_SAFE, Map.of("SIGNALBOX_FAULT", fault.toString()), false);
            assertThat(recording.events())
                    .filteredOn(event -> event.kind() == Kind.SYNC_FAILED)
                    .hasSize(1);
            mustLoseNothing(recording, POINTS_PER_RECORDING / 2, SEED - 1 - cut);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = REPLAY, matches = ".+")
    void again() throws IOException {
        mustLoseNothing(Recording.read(Path.of(System.getProperty(REPLAY))), POINTS, SEED);
    }

    /** A twin: what the same judge finds where it has to find something. */
    private static Outcome twin(String figure, Recording recording) throws IOException {
        Outcome outcome = PowerCuts.cut(recording, POINTS_OF_TWIN, SEED);
        System.out.println(figure + ": " + outcome);
        assertThat(outcome.lost()).as("acknowledged and lost").isPositive();
        CrashResults.add(Map.of(figure, outcome.lost()));
        return outcome;
    }

    @Test
    void withoutSyncsOfCommitsItIs() throws Exception {
        Outcome outcome = twin("control_lost_crash_safe", record("?durability=CRASH_SAFE", Map.of(), false));
        assertThat(outcome.integrityFailures())
                .as("a crash-safe database stays whole")
                .isZero();
    }

    @Test
    void onADiskThatLiesItIs() throws Exception {
        Map<String, String> lies = Map.of("SIGNALBOX_NO_SYNC", "fsync fdatasync");
        twin("control_lost_no_sync", record(POWER_SAFE, lies, false));
    }

    /** The driver calls fsync, and {@code FileChannel.force} of the data alone fdatasync. */
    @Test
    void withoutTheForceOfTheLogItIs() throws Exception {
        Map<String, String> lies = Map.of("SIGNALBOX_NO_SYNC", "fdatasync");
        twin("control_lost_no_force", record(POWER_SAFE, lies, false));
    }

    @Test
    void whatWasAcknowledgedTooEarlyIs() throws Exception {
        twin("control_lost_early", record(POWER_SAFE, Map.of(), true));
    }
}
