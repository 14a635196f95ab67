package io.signalbox.crash;

import io.signalbox.crash.Event.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A file as it is on the disk for certain, and what was asked for since. */
final class RecordedFile {

    private byte[] durable = new byte[0];
    private int size;
    private final List<Event> pending = new ArrayList<>();
    private final Map<Long, Integer> syncs = new HashMap<>();

    void ask(Event event) {
        pending.add(event);
    }

    List<Event> pending() {
        return pending;
    }

    void syncBegun(long sync) {
        syncs.put(sync, pending.size());
    }

    void synced(long sync) {
        List<Event> done = covered(sync);
        done.forEach(this::apply);
        forget(done);
    }

    /** The worst that a kernel does: the pages count as clean now, and nobody will write them. */
    void syncFailed(long sync) {
        forget(covered(sync));
    }

    private List<Event> covered(long sync) {
        return pending.subList(0, syncs.remove(sync));
    }

    private void forget(List<Event> done) {
        int count = done.size();
        done.clear();
        syncs.replaceAll((sync, covered) -> Math.max(0, covered - count));
    }

    /** The file with some of what is pending. */
    byte[] with(List<Event> kept) {
        RecordedFile copy = new RecordedFile();
        copy.durable = durable.clone();
        copy.size = size;
        kept.forEach(copy::apply);
        return Arrays.copyOf(copy.durable, copy.size);
    }

    private void apply(Event event) {
        if (event.kind() == Kind.TRUNCATE) {
            int length = (int) event.at();
            if (length < size) {
                Arrays.fill(durable, length, size, (byte) 0);
            }
            resize(length);
        } else {
            int end = (int) event.at() + event.bytes().length;
            resize(Math.max(size, end));
            System.arraycopy(event.bytes(), 0, durable, (int) event.at(), event.bytes().length);
        }
    }

    private void resize(int length) {
        if (length > durable.length) {
            durable = Arrays.copyOf(durable, Math.max(length, 2 * durable.length));
        }
        size = length;
    }
}
