package io.signalbox.crash;

import io.signalbox.crash.Event.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code record.c} has recorded, which can be kept, so that the same cuts can be made again. */
final class Recording {

    private static final int HEADER = 24;

    private final byte[] bytes;
    private final List<Event> events = new ArrayList<>();

    private Recording(byte[] bytes) {
        this.bytes = bytes;
        ByteBuffer entries = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        while (entries.remaining() >= HEADER) {
            Kind kind = Kind.values()[entries.getInt() - 1];
            byte[] data = new byte[entries.getInt()];
            long file = entries.getLong();
            long at = entries.getLong();
            entries.get(data);
            events.add(new Event(kind, file, at, data));
        }
    }

    static Recording read(Path record) throws IOException {
        return new Recording(Files.readAllBytes(record));
    }

    List<Event> events() {
        return events;
    }

    /** How often the header of a write-ahead log was written. */
    long logsBegun() {
        return events.stream()
                .filter(event -> event.kind() == Kind.WRITE && event.at() == 0 && isLogHeader(event.bytes()))
                .count();
    }

    /** <a href="https://www.sqlite.org/fileformat2.html#walformat">Its magic number</a>, whose last bit says how sums are made. */
    private static boolean isLogHeader(byte[] written) {
        return written.length >= 4 && (ByteBuffer.wrap(written).getInt() & ~1) == 0x377f0682;
    }

    void keep(Path record) throws IOException {
        Files.createDirectories(record.getParent());
        Files.write(record, bytes);
    }
}
