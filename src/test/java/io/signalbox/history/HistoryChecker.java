package io.signalbox.history;

import io.signalbox.history.Anomaly.Kind;
import io.signalbox.history.Graph.Edge;
import io.signalbox.history.Graph.Reason;
import io.signalbox.history.Operation.Append;
import io.signalbox.history.Operation.Read;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks for an order in which the recorded transactions could have run one after the other, and tells why there is none.
 *
 * <p>The last state of the lists tells in which order values were appended. From that and from what was read follows who came
 * before whom; where that goes in a circle, there is no such order.
 */
public final class HistoryChecker {

    private final List<Recorded> transactions;
    private final Map<Integer, List<String>> last;
    private final Map<String, Recorded> writers = new HashMap<>();
    private final IdentityHashMap<Recorded, Integer> nodes = new IdentityHashMap<>();
    private final List<Anomaly> anomalies = new ArrayList<>();
    private final Graph graph = new Graph();

    private HistoryChecker(List<Recorded> transactions, Map<Integer, List<String>> last) {
        this.transactions = transactions;
        this.last = last;
    }

    /**
     * The anomalies of a history; empty if it is strictly serializable.
     *
     * @param last the lists as they are after all transactions have ended
     */
    public static List<Anomaly> check(List<Recorded> transactions, Map<Integer, List<String>> last) {
        HistoryChecker checker = new HistoryChecker(transactions, last);
        checker.check();
        return List.copyOf(checker.anomalies);
    }

    private void check() {
        for (Recorded transaction : transactions) {
            transaction.appends().forEach(append -> writers.put(append.value(), transaction));
        }
        checkLast();
        for (Recorded transaction : transactions) {
            checkReads(transaction);
        }
        if (anomalies.isEmpty()) { // else the order of a list is no order
            buildGraph();
            checkCycles();
        }
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private void report(Kind kind, String explanation, Object... arguments) {
        anomalies.add(new Anomaly(kind, String.format(explanation, arguments)));
    }

    // --- values

    private void checkLast() {
        Set<String> there = new HashSet<>();
        last.forEach((key, values) -> {
            for (String value : values) {
                Recorded writer = writers.get(value);
                if (writer == null || !there.add(value)) {
                    report(Kind.INCOMPATIBLE_ORDER, "list %d has %s, which nobody appended, or twice", key, value);
                } else if (!writer.isCommitted()) {
                    report(Kind.ABORTED_READ, "list %d has %s of %s, which was aborted", key, value, writer.name());
                }
            }
        });
        for (Recorded transaction : transactions) {
            transaction
                    .appends()
                    .filter(append -> transaction.isCommitted() && !there.contains(append.value()))
                    .forEach(append -> report(
                            Kind.LOST_APPEND,
                            "list %d lacks %s of %s, which was committed",
                            append.key(),
                            append.value(),
                            transaction.name()));
        }
    }

    private List<String> last(int key) {
        return last.getOrDefault(key, List.of());
    }

    /** Every read is a beginning of the last state, with the transaction's own appends behind it. */
    private void checkReads(Recorded transaction) {
        Map<Integer, List<String>> expected = new HashMap<>();
        Set<String> own = transaction.appends().map(Append::value).collect(Collectors.toSet());
        for (Operation operation : transaction.operations()) {
            List<String> known = expected.get(operation.key());
            if (operation instanceof Read read) {
                if (known != null && !known.equals(withoutForeignPrefix(known, read.values()))) {
                    report(
                            Kind.INTERNAL,
                            "%s saw %s in list %d, and then %s",
                            transaction.name(),
                            known,
                            read.key(),
                            read.values());
                }
                checkRead(transaction, read, foreignPart(read.values(), own));
                expected.put(read.key(), read.values());
            } else if (operation instanceof Append append) {
                List<String> appended = new ArrayList<>(known == null ? List.of(UNREAD) : known);
                appended.add(append.value());
                expected.put(append.key(), appended);
            }
        }
    }

    /** Stands for what was in a list that was appended to before it was read. */
    private static final String UNREAD = "...";

    private static List<String> withoutForeignPrefix(List<String> known, List<String> read) {
        if (known.isEmpty() || !known.get(0).equals(UNREAD) || read.size() < known.size() - 1) {
            return read;
        }
        List<String> part = new ArrayList<>(List.of(UNREAD));
        part.addAll(read.subList(read.size() - (known.size() - 1), read.size()));
        return part;
    }

    private static List<String> foreignPart(List<String> values, Set<String> own) {
        int end = values.size();
        while (end > 0 && own.contains(values.get(end - 1))) {
            end--;
        }
        return values.subList(0, end);
    }

    @SuppressWarnings("ReferenceEquality") // a transaction is itself
    private void checkRead(Recorded reader, Read read, List<String> foreign) {
        for (String value : foreign) {
            Recorded writer = writers.get(value);
            if (writer != null && !writer.isCommitted()) {
                report(Kind.ABORTED_READ, "%s saw %s of %s, which was aborted", reader.name(), value, writer.name());
                return;
            }
        }
        List<String> order = last(read.key());
        if (foreign.size() > order.size() || !order.subList(0, foreign.size()).equals(foreign)) {
            report(
                    Kind.INCOMPATIBLE_ORDER,
                    "%s saw %s in list %d, which ended as %s",
                    reader.name(),
                    foreign,
                    read.key(),
                    order);
        } else if (!foreign.isEmpty() && foreign.size() < order.size()) {
            String seen = foreign.get(foreign.size() - 1);
            Recorded writer = writers.get(seen);
            if (writer == writers.get(order.get(foreign.size())) && writer != reader) {
                report(
                        Kind.INTERMEDIATE_READ,
                        "%s saw %s of %s, and not what that appended next",
                        reader.name(),
                        seen,
                        writer.name());
            }
        }
    }

    // --- order

    private void buildGraph() {
        for (Recorded transaction : transactions) {
            nodes.put(transaction, graph.addNode());
        }
        last.values().forEach(order -> {
            for (int i = 1; i < order.size(); i++) {
                addEdge(writers.get(order.get(i - 1)), writers.get(order.get(i)), Reason.WW);
            }
        });
        for (Recorded transaction : transactions) {
            addEdgesOfReads(transaction);
        }
        addRealTime();
    }

    private void addEdge(Recorded from, Recorded to, Reason reason) {
        graph.addEdge(nodes.get(from), nodes.get(to), reason);
    }

    private void addEdgesOfReads(Recorded reader) {
        Set<String> own = reader.appends().map(Append::value).collect(Collectors.toSet());
        for (Operation operation : reader.operations()) {
            if (operation instanceof Read read) {
                List<String> order = last(read.key());
                int seen = foreignPart(read.values(), own).size();
                if (seen > 0) {
                    addEdge(writers.get(order.get(seen - 1)), reader, Reason.WR);
                }
                if (seen < order.size() && reader.isCommitted()) {
                    addEdge(reader, writers.get(order.get(seen)), Reason.RW);
                }
            }
        }
    }

    /** A chain of moments stands between those that had ended and those that begin, so that edges are few. */
    private void addRealTime() {
        record Event(long at, boolean begin, int node) {}
        List<Event> events = new ArrayList<>();
        nodes.forEach((transaction, node) -> {
            events.add(new Event(transaction.invoked(), true, node));
            events.add(new Event(transaction.completed(), false, node));
        });
        events.sort(Comparator.comparingLong(Event::at));
        int moment = graph.addNode();
        for (Event event : events) {
            if (event.begin()) {
                graph.addEdge(moment, event.node(), Reason.RT);
            } else {
                int next = graph.addNode();
                graph.addEdge(moment, next, Reason.RT);
                graph.addEdge(event.node(), next, Reason.RT);
                moment = next;
            }
        }
    }

    private void checkCycles() {
        if (reportCycle(Kind.DIRTY_WRITE, EnumSet.of(Reason.WW))
                || reportCycle(Kind.CIRCULAR_FLOW, EnumSet.of(Reason.WW, Reason.WR))
                || reportCycle(Kind.ANTI_DEPENDENCY, Graph.dataReasons())) {
            return;
        }
        reportCycle(Kind.REAL_TIME, EnumSet.allOf(Reason.class));
    }

    private boolean reportCycle(Kind kind, Set<Reason> reasons) {
        Optional<List<Edge>> cycle = graph.cycle(reasons);
        cycle.ifPresent(edges -> report(
                kind,
                "%s",
                edges.stream()
                        .map(edge -> name(edge.from()) + " -" + edge.reason() + "-> " + name(edge.to()))
                        .collect(Collectors.joining(", "))));
        return cycle.isPresent();
    }

    private String name(int node) {
        return node < transactions.size() ? transactions.get(node).toString() : "moment " + node;
    }
}
