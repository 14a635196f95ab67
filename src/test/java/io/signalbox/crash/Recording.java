package io.signalbox.crash;

import io.signalbox.crash.Event.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code record.c} has recorded. */
final class Recording {

    private static final int HEADER = 24;

    private Recording() {}

    static List<Event> read(Path record) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(record)).order(ByteOrder.nativeOrder());
        List<Event> events = new ArrayList<>();
        while (bytes.remaining() >= HEADER) {
            Kind kind = Kind.values()[bytes.getInt() - 1];
            byte[] data = new byte[bytes.getInt()];
            long file = bytes.getLong();
            long at = bytes.getLong();
            bytes.get(data);
            events.add(new Event(kind, file, at, data));
        }
        return events;
    }
}
