package io.signalbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.crash.Event.Kind;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The judge of the power cuts, judged: what a disk may have forgotten, and what it may not. */
class DiskTest {

    private static final long DIRECTORY = 1;
    private static final long LOG = 2;

    private final Disk disk = new Disk();
    private final Random random = new Random(1);
    private long syncs;

    @BeforeEach
    void makeLog() {
        happened(Kind.CREATE, DIRECTORY, 0, ".");
        happened(Kind.CREATE, LOG, 0, "test.db-wal");
        sync(DIRECTORY);
    }

    private void happened(Kind kind, long file, long at, String text) {
        disk.happened(new Event(kind, file, at, text.getBytes(StandardCharsets.UTF_8)));
    }

    private long begin(long file) {
        happened(Kind.SYNC_BEGUN, file, ++syncs, "");
        return syncs;
    }

    private void sync(long file) {
        happened(Kind.SYNCED, file, begin(file), "");
    }

    private String kept(Kept kept) {
        byte[] log = disk.image(kept, random).get("test.db-wal");
        return log == null ? "none" : new String(log, StandardCharsets.UTF_8);
    }

    @Test
    void whatWasSyncedIsThere() {
        happened(Kind.WRITE, LOG, 0, "synced");
        assertThat(disk.isSettled()).isFalse();
        sync(LOG);
        assertThat(disk.isSettled()).isTrue();
        assertThat(kept(Kept.NOTHING)).isEqualTo("synced");
    }

    @Test
    void whatWasWrittenSinceNeedNotBe() {
        happened(Kind.WRITE, LOG, 0, "synced");
        sync(LOG);
        happened(Kind.WRITE, LOG, 6, " and not");
        assertThat(kept(Kept.NOTHING)).isEqualTo("synced");
        assertThat(kept(Kept.THE_DATABASE)).isEqualTo("synced");
        assertThat(kept(Kept.THE_LOG)).isEqualTo("synced and not");
        assertThat(kept(Kept.EVERYTHING)).isEqualTo("synced and not");
    }

    @Test
    void aSyncCoversWhatWasWrittenBeforeItBegan() {
        happened(Kind.WRITE, LOG, 0, "before ");
        long sync = begin(LOG);
        happened(Kind.WRITE, LOG, 7, "meanwhile");
        assertThat(kept(Kept.NOTHING)).isEmpty();
        happened(Kind.SYNCED, LOG, sync, "");
        assertThat(kept(Kept.NOTHING)).isEqualTo("before ");
    }

    @Test
    void syncsMayOverlap() {
        happened(Kind.WRITE, LOG, 0, "a");
        long first = begin(LOG);
        happened(Kind.WRITE, LOG, 1, "b");
        long second = begin(LOG);
        happened(Kind.WRITE, LOG, 2, "c");
        happened(Kind.SYNCED, LOG, second, "");
        assertThat(kept(Kept.NOTHING)).isEqualTo("ab");
        happened(Kind.SYNCED, LOG, first, "");
        assertThat(kept(Kept.NOTHING)).isEqualTo("ab");
    }

    @Test
    void whatAFailedSyncDidNotWriteIsLostForGood() {
        happened(Kind.WRITE, LOG, 0, "lost");
        happened(Kind.SYNC_FAILED, LOG, begin(LOG), "");
        sync(LOG);
        assertThat(kept(Kept.EVERYTHING)).isEmpty();
    }

    @Test
    void aNameNeedsASyncOfTheDirectory() {
        happened(Kind.UNLINK, LOG, 0, "test.db-wal");
        happened(Kind.CREATE, 3, 0, "test.db-wal");
        happened(Kind.WRITE, 3, 0, "new");
        sync(3);
        assertThat(kept(Kept.NOTHING)).as("the old one").isEmpty();
        assertThat(kept(Kept.EVERYTHING)).isEqualTo("new");
        sync(DIRECTORY);
        assertThat(kept(Kept.NOTHING)).isEqualTo("new");
    }

    @Test
    void aLogThatWasCutIsShorterOnceThatIsSynced() {
        happened(Kind.WRITE, LOG, 0, "synced");
        sync(LOG);
        happened(Kind.TRUNCATE, LOG, 2, "");
        assertThat(kept(Kept.NOTHING)).isEqualTo("synced");
        sync(LOG);
        happened(Kind.WRITE, LOG, 4, "s");
        assertThat(kept(Kept.EVERYTHING)).isEqualTo("sy\0\0s");
    }

    @Test
    void theLastWriteIsTornBetweenSectors() {
        happened(Kind.WRITE, LOG, 0, "whole");
        happened(Kind.WRITE, LOG, 508, "first" + "x".repeat(600));
        Set<Integer> lengths = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            String torn = kept(Kept.THE_LAST_TORN);
            assertThat(torn).startsWith("whole");
            lengths.add(torn.length());
        }
        assertThat(lengths).containsExactlyInAnyOrder(5, 512, 1024, 1113);
    }
}
