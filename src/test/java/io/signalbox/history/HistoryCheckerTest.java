package io.signalbox.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.history.Anomaly.Kind;
import io.signalbox.history.Operation.Append;
import io.signalbox.history.Operation.Read;
import io.signalbox.history.Recorded.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Histories made by hand, each with the anomaly that it is known for. */
class HistoryCheckerTest {

    private static final int X = 1;
    private static final int Y = 2;

    private final List<Recorded> history = new ArrayList<>();

    /** One of many that ran all at the same time. */
    private void committed(Operation... operations) {
        add(Outcome.COMMITTED, 0, 1000, operations);
    }

    private void aborted(Operation... operations) {
        add(Outcome.ABORTED, 0, 1000, operations);
    }

    private void add(Outcome outcome, long invoked, long completed, Operation... operations) {
        history.add(new Recorded("T" + history.size(), List.of(operations), outcome, invoked, completed));
    }

    private static Read read(int key, String... values) {
        return new Read(key, List.of(values));
    }

    private static Append append(int key, String value) {
        return new Append(key, value);
    }

    private void assertKinds(Map<Integer, List<String>> last, Kind... kinds) {
        assertThat(HistoryChecker.check(history, last))
                .extracting(Anomaly::kind)
                .containsExactly(kinds);
    }

    @Test
    void nothingIsFine() {
        assertKinds(Map.of());
    }

    @Test
    void oneAfterTheOtherIsFine() {
        committed(read(X), append(X, "a"), read(X, "a"));
        committed(read(X, "a"), append(X, "b"), append(Y, "c"));
        aborted(read(X, "a", "b"), append(X, "undone"), read(X, "a", "b", "undone"));
        committed(append(X, "d"), append(X, "e"), read(X, "a", "b", "d", "e"));
        committed(read(X, "a", "b"), read(Y, "c"));
        committed(read(X, "a", "b", "d", "e"), read(Y, "c"));
        assertKinds(Map.of(X, List.of("a", "b", "d", "e"), Y, List.of("c")));
    }

    @Test
    void g0IsADirtyWrite() {
        committed(append(X, "a1"), append(Y, "a2"));
        committed(append(X, "b1"), append(Y, "b2"));
        assertKinds(Map.of(X, List.of("a1", "b1"), Y, List.of("b2", "a2")), Kind.DIRTY_WRITE);
    }

    @Test
    void g1aIsAnAbortedRead() {
        aborted(append(X, "a"));
        committed(read(X, "a"));
        assertKinds(Map.of(), Kind.ABORTED_READ);
    }

    @Test
    void whatWasAbortedAndIsThereIsOneToo() {
        aborted(append(X, "a"));
        assertKinds(Map.of(X, List.of("a")), Kind.ABORTED_READ);
    }

    @Test
    void g1bIsAnIntermediateRead() {
        committed(append(X, "a"), append(X, "b"));
        committed(read(X, "a"));
        assertKinds(Map.of(X, List.of("a", "b")), Kind.INTERMEDIATE_READ);
    }

    @Test
    void g1cIsACircularFlow() {
        committed(append(X, "a"), read(Y, "b"));
        committed(append(Y, "b"), read(X, "a"));
        assertKinds(Map.of(X, List.of("a"), Y, List.of("b")), Kind.CIRCULAR_FLOW);
    }

    @Test
    void aLostUpdateOfWhatWasWrittenWholeIsALostAppend() {
        committed(read(X), append(X, "a"));
        committed(read(X), append(X, "b"));
        assertKinds(Map.of(X, List.of("b")), Kind.LOST_APPEND);
    }

    @Test
    void aLostUpdateOfRowsIsAnAntiDependency() {
        committed(read(X), append(X, "a"));
        committed(read(X), append(X, "b"));
        assertKinds(Map.of(X, List.of("a", "b")), Kind.ANTI_DEPENDENCY);
    }

    @Test
    void writeSkewIsAnAntiDependency() {
        committed(read(X), read(Y), append(X, "a"));
        committed(read(X), read(Y), append(Y, "b"));
        assertKinds(Map.of(X, List.of("a"), Y, List.of("b")), Kind.ANTI_DEPENDENCY);
    }

    @Test
    void aReadSkewIsAnAntiDependency() {
        committed(append(X, "a"), append(Y, "b"));
        committed(read(X), read(Y, "b"));
        assertKinds(Map.of(X, List.of("a"), Y, List.of("b")), Kind.ANTI_DEPENDENCY);
    }

    @Test
    void readersThatSeeTwoWritersInTwoOrdersAreAnAntiDependency() {
        committed(append(X, "a"));
        committed(append(Y, "b"));
        committed(read(X, "a"), read(Y));
        committed(read(X), read(Y, "b"));
        assertKinds(Map.of(X, List.of("a"), Y, List.of("b")), Kind.ANTI_DEPENDENCY);
    }

    @Test
    void oneListInTwoOrdersIsIncompatible() {
        committed(append(X, "a"));
        committed(append(X, "b"));
        committed(read(X, "b", "a"));
        assertKinds(Map.of(X, List.of("a", "b")), Kind.INCOMPATIBLE_ORDER);
    }

    @Test
    void aValueFromNowhereOrThereTwiceIsIncompatible() {
        committed(append(X, "a"));
        assertKinds(Map.of(X, List.of("a", "ghost")), Kind.INCOMPATIBLE_ORDER);
        assertKinds(Map.of(X, List.of("a", "a")), Kind.INCOMPATIBLE_ORDER);
    }

    @Test
    void notToSeeOnesOwnAppendIsInternal() {
        committed(append(X, "a"), read(X));
        assertKinds(Map.of(X, List.of("a")), Kind.INTERNAL);
    }

    @Test
    void toSeeTwoStatesOfOneListIsInternal() {
        committed(append(X, "a"));
        committed(read(X), read(X, "a"));
        assertKinds(Map.of(X, List.of("a")), Kind.INTERNAL);
    }

    @Test
    void notToSeeWhatHadEndedBeforeIsAViolationOfRealTime() {
        add(Outcome.COMMITTED, 0, 1, append(X, "a"));
        add(Outcome.COMMITTED, 2, 3, read(X));
        assertKinds(Map.of(X, List.of("a")), Kind.REAL_TIME);
    }

    @Test
    void notToSeeWhatHadNotEndedBeforeIsFine() {
        add(Outcome.COMMITTED, 0, 2, append(X, "a"));
        add(Outcome.COMMITTED, 1, 3, read(X));
        assertKinds(Map.of(X, List.of("a")));
    }

    @Test
    void toSeeWhatEndedBeforeAndMissWhatEndedEarlierIsAViolationOfRealTime() {
        add(Outcome.COMMITTED, 0, 1, append(X, "a"));
        add(Outcome.COMMITTED, 2, 3, append(Y, "b"));
        add(Outcome.COMMITTED, 0, 9, read(Y, "b"), read(X));
        assertKinds(Map.of(X, List.of("a"), Y, List.of("b")), Kind.REAL_TIME);
    }

    @Test
    void aLongChainIsNotTooDeep() {
        List<String> values = IntStream.range(0, 10_000).mapToObj(i -> "v" + i).toList();
        for (int i = 0; i < values.size(); i++) {
            add(Outcome.COMMITTED, 2L * i, 2L * i + 1, append(X, values.get(i)));
        }
        assertKinds(Map.of(X, values));
        add(Outcome.COMMITTED, 0, 1, read(X), append(Y, "first"));
        add(Outcome.COMMITTED, 0, 1, read(Y, "first"), append(Y, "second"));
        assertKinds(Map.of(X, values, Y, List.of("first", "second")));
    }
}
