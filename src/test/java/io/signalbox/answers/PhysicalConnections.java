package io.signalbox.answers;

import io.signalbox.sqlite.Access;
import io.signalbox.sqlite.ConnectionCustomizer;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the connections that are opened to the file. */
final class PhysicalConnections implements ConnectionCustomizer {

    private final AtomicInteger opened = new AtomicInteger();

    @Override
    public void opened(Connection connection, Access access) {
        opened.incrementAndGet();
    }

    /** The writer, the readers, one that checkpoints and one that optimizes: as many for a thousand threads. */
    static int most(int readers) {
        return 1 + readers + 2;
    }

    int opened() {
        return opened.get();
    }
}
