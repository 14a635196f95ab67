package io.signalbox.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The run: rounds in turns, system by system; what the journal holds already is left out. */
final class Rounds implements AutoCloseable {

    private final Plan plan;
    private final Limits limits;
    private final Journal journal;
    private final List<String> systems;
    private final Progress progress;
    private final Map<String, RemoteSystem> running = new LinkedHashMap<>();
    private boolean failed;

    /**
     * How far it goes.
     *
     * @param warmUpSeconds of each system, once
     * @param seconds no measurement is begun that would end after that
     */
    record Limits(int rounds, double warmUpSeconds, double seconds) {}

    Rounds(Plan plan, Limits limits, Journal journal, List<String> systems) {
        this.plan = plan;
        this.limits = limits;
        this.journal = journal;
        this.systems = systems.stream().filter(this::isDue).toList();
        this.progress = new Progress(measurements(), estimatedSeconds());
    }

    private long due(Request request, String system) {
        return Math.max(0, limits.rounds() - journal.rounds(request.cell(system)));
    }

    private long due(Request request) {
        return systems.stream().mapToLong(system -> due(request, system)).sum();
    }

    private boolean isDue(String system) {
        return plan.requests().stream().anyMatch(request -> due(request, system) > 0);
    }

    private List<Request> warmUp() {
        return plan.warmUp(limits.warmUpSeconds());
    }

    private int measurements() {
        return (int) plan.requests().stream().mapToLong(this::due).sum();
    }

    private double estimatedSeconds() {
        double warmUps =
                warmUp().stream().mapToDouble(Request::estimatedSeconds).sum() * systems.size();
        return warmUps
                + plan.requests().stream()
                        .mapToDouble(request -> request.estimatedSeconds() * due(request))
                        .sum();
    }

    /** Before it begins. */
    String estimate() {
        return progress.estimate();
    }

    /** True if a system ended of itself; the others have gone on. */
    boolean hasFailed() {
        return failed;
    }

    /** Measures what is missing, in the time that there is. */
    void run(Path directory) throws IOException {
        for (String name : systems) {
            running.put(name, new RemoteSystem(name, directory));
            warmUp(name);
        }
        for (Request request : plan.requests()) {
            for (int round = 1; round <= limits.rounds(); round++) {
                if (!measured(request, round)) {
                    System.err.println("The time is up; --resume goes on.");
                    return;
                }
            }
        }
    }

    private void warmUp(String name) throws IOException {
        for (Request request : warmUp()) {
            answer(name, request);
            progress.passed(request.estimatedSeconds());
        }
        System.err.println("warm: " + name);
    }

    /** By all systems of which it is due; false if the time is up. */
    private boolean measured(Request request, int round) throws IOException {
        for (String name : List.copyOf(running.keySet())) {
            if (journal.rounds(request.cell(name)) >= round) {
                continue;
            }
            if (progress.elapsedSeconds() + request.estimatedSeconds() > limits.seconds()) {
                return false;
            }
            Row row = answer(name, request);
            progress.passed(request.estimatedSeconds());
            if (row != null) {
                journal.add(row);
                System.err.println(progress.next() + row.line());
            }
        }
        return true;
    }

    private @Nullable Row answer(String name, Request request) throws IOException {
        RemoteSystem system = running.get(name);
        if (system == null) {
            return null;
        }
        try {
            return system.measure(request);
        } catch (IOException e) {
            failed = true;
            System.err.println("LEFT OUT from here: " + e.getMessage());
            running.remove(name);
            system.close();
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        for (RemoteSystem system : running.values()) {
            system.close();
        }
    }
}
