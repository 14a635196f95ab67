package io.signalbox.history;

import java.util.List;

/** What a transaction did to one list. Every value is appended once in a history. */
public sealed interface Operation {

    int key();

    /** It saw these values, in this order. */
    record Read(int key, List<String> values) implements Operation {
        public Read {
            values = List.copyOf(values);
        }
    }

    /** It put this value at the end. */
    record Append(int key, String value) implements Operation {}
}
