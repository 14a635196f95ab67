package io.signalbox.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A recording of the virtual threads that blocked and could not let their carriers go. */
final class PinnedCarriers implements AutoCloseable {

    private final Recording recording = new Recording();

    PinnedCarriers() {
        recording.enable("jdk.VirtualThreadPinned").withoutThreshold().withStackTrace();
        recording.start();
    }

    /** Ends it, and returns what was recorded in the class. */
    List<RecordedEvent> in(Class<?> type) throws IOException {
        recording.stop();
        Path file = Files.createTempFile("signalbox-test-", ".jfr");
        try {
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> passes(event, type))
                    .toList();
        } finally {
            Files.delete(file);
        }
    }

    private static boolean passes(RecordedEvent pinned, Class<?> type) {
        return pinned.getStackTrace() != null
                && pinned.getStackTrace().getFrames().stream()
                        .anyMatch(frame -> frame.getMethod().getType().getName().startsWith(type.getName()));
    }

    @Override
    public void close() {
        recording.close();
    }
}
