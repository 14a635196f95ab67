package io.signalbox.bench;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What is measured, in order. */
record Plan(List<Request> requests, List<Integer> users) {

    private static final int THREADS = 16;
    private static final int USERS = 1_000;
    private static final List<String> QUICK = List.of("find-by-id", "login", "append", "register", "mixed");
    private static final List<String> SCALED = List.of("find-by-id", "append", "mixed");
    private static final List<Integer> SCALED_THREADS = List.of(1, 4, 64, 256);
    private static final List<Integer> SCALED_USERS = List.of(100_000, 1_000_000);

    /** Where a list is empty, what is usual. */
    static Plan of(boolean quick, List<String> workloads, List<Integer> threads, List<Integer> users, double seconds) {
        List<String> titles = workloads.isEmpty() ? (quick ? QUICK : workloads()) : workloads;
        Set<Request> requests = new LinkedHashSet<>();
        for (int count : users.isEmpty() ? List.of(USERS) : users) {
            for (int number : threads.isEmpty() ? List.of(THREADS) : threads) {
                titles.forEach(title -> add(requests, title, number, count, seconds));
            }
        }
        if (!quick && workloads.isEmpty() && threads.isEmpty() && users.isEmpty()) {
            scaled(requests, seconds);
        }
        return new Plan(
                List.copyOf(requests),
                requests.stream().map(Request::users).distinct().toList());
    }

    /** The names of all that there are. */
    static List<String> workloads() {
        return Stream.concat(Stream.of(Workload.values()).map(Workload::title), Stream.of(Request.OPEN_CLOSE))
                .toList();
    }

    private static void scaled(Set<Request> requests, double seconds) {
        for (String title : SCALED) {
            SCALED_THREADS.forEach(number -> add(requests, title, number, USERS, seconds));
            SCALED_USERS.forEach(count -> add(requests, title, THREADS, count, seconds));
        }
    }

    /** At both levels where the target is at both. */
    private static void add(Set<Request> requests, String title, int threads, int users, double seconds) {
        int number = title.equals(Request.OPEN_CLOSE) ? 1 : threads;
        requests.add(new Request(title, Durability.POWER, number, users, seconds));
        if (title.equals(Workload.APPEND.title())) {
            requests.add(new Request(title, Durability.CRASH, number, users, seconds));
        }
    }

    /** Each workload that is measured, at each durability, for a part of the time. */
    List<Request> warmUp(double allSeconds) {
        return eachOnce(allSeconds / eachOnce(0).size() / 2);
    }

    private List<Request> eachOnce(double seconds) {
        return requests.stream()
                .map(request -> new Request(request.workload(), request.durability(), THREADS, users.get(0), seconds))
                .distinct()
                .toList();
    }
}
