package io.signalbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.crash.Event.Kind;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;

/** Records a {@link CrashLoad}, cuts its power at many moments, and judges what each may have left. */
final class PowerCuts {

    private static final int EXAMPLES = 3;

    private final List<Path> libraries;
    private final Map<String, String> environment;

    /** What is in front of the C library, the recorder first, and what they are told. */
    PowerCuts(List<Path> libraries, Map<String, String> environment) {
        this.libraries = libraries;
        this.environment = environment;
    }

    /** What came of the cuts; {@code examples} are the first images that were not clean. */
    record Outcome(int cuts, int images, long checked, long lost, long integrityFailures, List<String> examples) {

        Outcome plus(Outcome other) {
            List<String> all = new ArrayList<>(examples);
            all.addAll(other.examples);
            return new Outcome(
                    cuts + other.cuts,
                    images + other.images,
                    checked + other.checked,
                    lost + other.lost,
                    integrityFailures + other.integrityFailures,
                    all.subList(0, Math.min(EXAMPLES, all.size())));
        }
    }

    /** Settings as they are written in a URL. */
    Recording record(String settings, int rounds, int transactions, boolean early)
            throws IOException, InterruptedException {
        try (CrashDirectory directory = CrashDirectory.create();
                CrashDirectory record = CrashDirectory.create()) {
            Path recorded = record.path().resolve("record");
            ProcessBuilder load = CrashProcess.of(
                    CrashLoad.class,
                    libraries,
                    "jdbc:sqlite:" + directory.database() + settings,
                    rounds,
                    transactions,
                    early);
            load.environment().put("SIGNALBOX_DIRECTORY", directory.path().toString());
            load.environment().put("SIGNALBOX_RECORD", recorded.toString());
            load.environment().putAll(environment);
            assertThat(load.redirectOutput(Redirect.DISCARD).start().waitFor())
                    .as("exit status of the load")
                    .isZero();
            return Recording.read(recorded);
        }
    }

    static Outcome cut(Recording recording, int cuts, long seed) throws IOException {
        List<Event> events = recording.events();
        Random random = new Random(seed);
        SortedSet<Integer> points = CutPoints.in(events, cuts, random);
        Disk disk = new Disk();
        Ledger ledger = new Ledger();
        Outcome outcome = new Outcome(0, 0, 0, 0, 0, List.of());
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            disk.happened(event);
            if (event.kind() == Kind.PRINT) {
                ledger.told(event.text());
            }
            if (points.contains(i)) {
                outcome = outcome.plus(judge(disk, ledger, random, "seed " + seed + ", event " + i));
            }
        }
        return outcome;
    }

    private static Outcome judge(Disk disk, Ledger ledger, Random random, String where) throws IOException {
        long lost = 0;
        long integrityFailures = 0;
        int images = 0;
        List<String> examples = new ArrayList<>();
        for (Kept kept : disk.isSettled() ? new Kept[] {Kept.NOTHING} : Kept.values()) {
            try (CrashDirectory image = CrashDirectory.of(disk.image(kept, random))) {
                Verdict verdict = Verdict.on(image.database(), ledger);
                images++;
                lost += verdict.lost();
                integrityFailures += verdict.undead() > 0 || !verdict.broken().isEmpty() ? 1 : 0;
                if (!verdict.isClean()) {
                    examples.add(where + ", kept " + kept + ": " + verdict);
                }
            }
        }
        long checked = (long) images * ledger.acknowledged().size();
        return new Outcome(1, images, checked, lost, integrityFailures, examples);
    }
}
