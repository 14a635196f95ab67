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

    void keep(Path record) throws IOException {
        Files.createDirectories(record.getParent());
        Files.write(record, bytes);
    }
}
