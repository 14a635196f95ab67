package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.jdbc.DataSourceStatistics;
import java.util.function.Supplier;

/** The leak checker of the fixtures: what a test has taken it has given back itself. */
public final class Unheld {

    private Unheld() {}

    /** A checkpoint of the background may hold the writer for a moment; what is only given back on behalf of an ended thread is a leak. */
    public static void check(Supplier<DataSourceStatistics> statistics) {
        DataSourceStatistics now = statistics.get();
        assertThat(now.readersHeld()).as("held readers").isZero();
        assertThat(now.writer().waiting()).as("waiting writers").isZero();
        if (now.writer().held()) {
            Actor.until("the writer is free", () -> !statistics.get().writer().held());
            assertThat(statistics.get().leaks()).as("leaks").isEqualTo(now.leaks());
        }
    }
}
