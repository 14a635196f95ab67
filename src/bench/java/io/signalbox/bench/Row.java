package io.signalbox.bench;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * A result: rates of the closed loop, in which each thread begins anew when it is done; latencies of the open loop, in which work
 * comes at seven tenths of that rate, and waits where it is not served at once.
 *
 * @param rows users at the beginning
 * @param tps units of work a second; of an import, rows
 * @param minShare the part that the least served thread had of an even share, when time was up
 * @param maxShare the same of the most served
 * @param cpuUsPerTx processor time of the process
 * @param peakRssMb the most memory of the process so far
 * @param correct whether all that was acknowledged is in the database, and nothing else
 * @param tpsMin the least rate of all rounds
 * @param tpsMax the greatest
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonPropertyOrder({"system", "workload", "durability", "threads", "rows", "tps"})
record Row(
        String system,
        String workload,
        String durability,
        int threads,
        int rows,
        double tps,
        double p50Us,
        double p99Us,
        double p999Us,
        double maxUs,
        long errors,
        double minShare,
        double maxShare,
        double cpuUsPerTx,
        double peakRssMb,
        boolean correct,
        int rounds,
        double tpsMin,
        double tpsMax) {

    /** What makes rows those of one cell of the table. */
    String cell() {
        return cell(system, workload, durability, threads, rows);
    }

    static String cell(String system, String workload, String durability, int threads, int rows) {
        return String.join(" ", system, workload, durability, Integer.toString(threads), Integer.toString(rows));
    }

    /** True if it is this library's. */
    boolean isOurs() {
        return system.startsWith("signalbox");
    }

    /** True if it did all that it was asked, and nothing that it was not. */
    boolean isSound() {
        return correct && errors == 0;
    }

    /** As a line of the progress. */
    String line() {
        return String.format(
                "%-24s %-10s %-10s %4d threads %8d users %10.0f tps%s",
                system, workload, durability, threads, rows, tps, isSound() ? "" : " NOT CORRECT");
    }
}
