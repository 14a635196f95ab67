package io.signalbox.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who must come before whom, and why. Nodes are numbers from 0 on. */
final class Graph {

    /** Why one node comes before another. */
    enum Reason {
        /** It appended what the other appended behind. */
        WW,
        /** It appended what the other read. */
        WR,
        /** It read a list without what the other appended. */
        RW,
        /** It had ended before the other began. */
        RT
    }

    record Edge(int from, int to, Reason reason) {}

    private final List<List<Edge>> edges = new ArrayList<>();

    int addNode() {
        edges.add(new ArrayList<>(4));
        return edges.size() - 1;
    }

    void addEdge(int from, int to, Reason reason) {
        if (from != to) {
            edges.get(from).add(new Edge(from, to, reason));
        }
    }

    /** A cycle of edges for these reasons that is among the shortest through one of its nodes; empty if there is none. */
    Optional<List<Edge>> cycle(Set<Reason> reasons) {
        int[] component = components(reasons);
        int[] size = new int[edges.size()];
        for (int c : component) {
            size[c]++;
        }
        for (int node = 0; node < component.length; node++) {
            if (size[component[node]] > 1) {
                return Optional.of(shortestThrough(node, reasons, component));
            }
        }
        return Optional.empty();
    }

    /** Tarjan's strongly connected components, without recursion: a history is deeper than a stack. */
    private int[] components(Set<Reason> reasons) {
        int n = edges.size();
        int[] index = new int[n];
        int[] low = new int[n];
        int[] component = new int[n];
        int[] next = new int[n];
        Arrays.fill(component, -1);
        Deque<Integer> path = new ArrayDeque<>();
        Deque<Integer> open = new ArrayDeque<>();
        int counter = 0;
        int found = 0;
        for (int root = 0; root < n; root++) {
            if (index[root] != 0) {
                continue;
            }
            path.push(root);
            while (!path.isEmpty()) {
                int node = path.peek();
                if (index[node] == 0) {
                    index[node] = low[node] = ++counter;
                    open.push(node);
                }
                int child = nextChild(node, next, reasons, component);
                if (child >= 0 && index[child] == 0) {
                    path.push(child);
                } else if (child >= 0) {
                    low[node] = Math.min(low[node], index[child]);
                } else {
                    path.pop();
                    if (!path.isEmpty()) {
                        low[path.peek()] = Math.min(low[path.peek()], low[node]);
                    }
                    if (low[node] == index[node]) {
                        close(node, open, component, found++);
                    }
                }
            }
        }
        return component;
    }

    private int nextChild(int node, int[] next, Set<Reason> reasons, int[] component) {
        List<Edge> out = edges.get(node);
        while (next[node] < out.size()) {
            Edge edge = out.get(next[node]++);
            if (reasons.contains(edge.reason()) && component[edge.to()] < 0) {
                return edge.to();
            }
        }
        return -1;
    }

    private static void close(int root, Deque<Integer> open, int[] component, int number) {
        int member;
        do {
            member = open.pop();
            component[member] = number;
        } while (member != root);
    }

    private List<Edge> shortestThrough(int start, Set<Reason> reasons, int[] component) {
        Edge[] cameBy = new Edge[edges.size()];
        Deque<Integer> queue = new ArrayDeque<>(List.of(start));
        while (cameBy[start] == null) {
            int node = queue.remove();
            for (Edge edge : edges.get(node)) {
                boolean inside = reasons.contains(edge.reason()) && component[edge.to()] == component[start];
                if (inside && cameBy[edge.to()] == null) {
                    cameBy[edge.to()] = edge;
                    queue.add(edge.to());
                }
            }
        }
        List<Edge> cycle = new ArrayList<>();
        Edge edge = cameBy[start];
        do {
            cycle.add(0, edge);
            edge = cameBy[edge.from()];
        } while (cycle.get(0).from() != start);
        return cycle;
    }

    static Set<Reason> dataReasons() {
        return EnumSet.of(Reason.WW, Reason.WR, Reason.RW);
    }
}
