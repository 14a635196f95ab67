package io.signalbox.cli;

import io.signalbox.jdbc.WriteQueueStatistics;
import java.util.LinkedHashMap;
import java.util.Map;

/** The figures that every command gives a program, by the names that they have in JSON. */
final class Figures {

    private Figures() {}

    /** A map to which a command may add its own. */
    static Map<String, Object> of(
            long accepted,
            long duplicates,
            long rejected,
            long transactions,
            Errors errors,
            long lostUpdates,
            WriteQueueStatistics writer,
            Crew crew,
            int threads) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("accepted", accepted);
        figures.put("duplicates", duplicates);
        figures.put("rejected", rejected);
        figures.put("transactions", transactions);
        figures.put("lock_errors", errors.locks());
        figures.put("lost_updates", lostUpdates);
        figures.put("wait_p50_us", writer.waitP50Micros());
        figures.put("wait_p99_us", writer.waitP99Micros());
        figures.put("wait_max_us", writer.waitMaxMicros());
        figures.put("longest_queue", writer.longest());
        figures.put("min_share", crew.smallestShare());
        figures.put("max_share", crew.largestShare());
        figures.put("threads", threads);
        return figures;
    }
}
