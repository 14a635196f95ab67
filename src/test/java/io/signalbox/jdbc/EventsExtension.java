package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After every test of all classes: what {@link RecordedEvents} has found to be wrong fails it. */
public final class EventsExtension implements AfterEachCallback {

    @Override
    public void afterEach(ExtensionContext context) {
        assertThat(RecordedEvents.takeWrong())
                .as("events that should not have been")
                .isEmpty();
    }
}
