package io.signalbox.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk with one directory, as far as it may be relied upon: what was synced is there, and of the rest anything may be. A
 * name needs a sync of the directory, as POSIX has it; the changes of a directory reach the disk in their order.
 */
final class Disk {

    private final Map<Long, RecordedFile> files = new HashMap<>();
    private final Map<String, RecordedFile> durableNames = new TreeMap<>();
    private final List<Naming> pending = new ArrayList<>();
    private final Map<Long, Integer> syncs = new HashMap<>();
    private long directory;

    /** A name given to a file, or taken away. */
    private record Naming(String name, RecordedFile file, boolean given) {
        void in(Map<String, RecordedFile> names) {
            if (given) {
                names.put(name, file);
            } else {
                names.remove(name);
            }
        }
    }

    void happened(Event event) {
        switch (event.kind()) {
            case CREATE -> created(event);
            case UNLINK -> pending.add(new Naming(event.text(), files.remove(event.file()), false));
            case WRITE, TRUNCATE -> files.get(event.file()).ask(event);
            case SYNC_BEGUN, SYNCED, SYNC_FAILED -> sync(event);
            case PRINT, LIE -> {}
        }
    }

    private void created(Event event) {
        if (event.text().equals(".")) {
            directory = event.file();
        } else {
            RecordedFile file = new RecordedFile();
            files.put(event.file(), file);
            pending.add(new Naming(event.text(), file, true));
        }
    }

    private void sync(Event event) {
        if (event.file() == directory) {
            syncDirectory(event);
            return;
        }
        RecordedFile file = files.get(event.file());
        if (file == null) {
            return; // it has lost its name meanwhile
        }
        switch (event.kind()) {
            case SYNC_BEGUN -> file.syncBegun(event.at());
            case SYNCED -> file.synced(event.at());
            default -> file.syncFailed(event.at());
        }
    }

    private void syncDirectory(Event event) {
        switch (event.kind()) {
            case SYNC_BEGUN -> syncs.put(event.at(), pending.size());
            case SYNCED -> {
                int count = syncs.remove(event.at());
                pending.subList(0, count).forEach(naming -> naming.in(durableNames));
                pending.subList(0, count).clear();
                syncs.replaceAll((sync, covered) -> Math.max(0, covered - count));
            }
            default -> syncs.remove(event.at()); // the names may come or not, as before
        }
    }

    /** True if a power cut at this moment leaves but one image. */
    boolean isSettled() {
        return pending.isEmpty()
                && files.values().stream().allMatch(file -> file.pending().isEmpty());
    }

    /** What a power cut at this moment may leave: the contents of the files by their names. */
    Map<String, byte[]> image(Kept kept, Random random) {
        Map<String, RecordedFile> names = new TreeMap<>(durableNames);
        int namings = switch (kept) {
            case NOTHING -> 0;
            case SOME, SOME_SECTORS -> random.nextInt(pending.size() + 1);
            default -> pending.size();
        };
        pending.subList(0, namings).forEach(naming -> naming.in(names));
        Map<String, byte[]> image = new TreeMap<>();
        names.forEach((name, file) -> image.put(name, file.with(kept.of(file.pending(), name, random))));
        return image;
    }
}
