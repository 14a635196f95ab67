package io.signalbox.history;

import io.signalbox.history.Operation.Append;
import java.util.List;
import java.util.stream.Stream;

/**
 * A transaction as its thread saw it.
 *
 * @param name what it is called in an anomaly
 * @param operations in the order in which they were done
 * @param outcome how it ended
 * @param invoked the moment before it began, on a clock that all threads share
 * @param completed the moment after it had ended
 */
public record Recorded(String name, List<Operation> operations, Outcome outcome, long invoked, long completed) {

    /** How a transaction ended. */
    public enum Outcome {
        COMMITTED,
        ABORTED
    }

    public Recorded {
        operations = List.copyOf(operations);
    }

    boolean isCommitted() {
        return outcome == Outcome.COMMITTED;
    }

    Stream<Append> appends() {
        return operations.stream().filter(Append.class::isInstance).map(Append.class::cast);
    }
}
