package io.signalbox.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The JVM of one system: reads requests from its input, a line each, and answers each with a row. */
public final class SystemProcess {

    /** What stands before an answer, for others may print as well. */
    static final String ANSWER = "row ";

    /** How much of the closed loop's rate the open one is given. */
    private static final double LOAD = 0.7;

    private static final double RAMP_SECONDS = 0.3;

    private final String system;
    private final Path directory;
    private final Path file;

    private SystemProcess(String system, Path directory) {
        this.system = system;
        this.directory = directory;
        this.file = directory.resolve(system + ".db");
    }

    /** The template that the coordinator has made. */
    static Path template(Path directory, int users) {
        return directory.resolve("template-" + users + ".db");
    }

    public static void main(String[] args) throws Exception {
        SystemProcess process = new SystemProcess(args[0], Path.of(args[1]));
        ObjectMapper json = new ObjectMapper();
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            Row row = process.answer(json.readValue(line, Request.class));
            System.out.println(ANSWER + json.writeValueAsString(row));
        }
        System.exit(0);
    }

    private Row answer(Request request) throws Exception {
        Fixture.copy(template(directory, request.users()), file);
        Row row = request.workload().equals(Request.OPEN_CLOSE) ? openAndClose(request) : measured(request);
        Fixture.delete(file);
        return row;
    }

    private Row measured(Request request) throws Exception {
        Workload workload = workload(request);
        Load.Outcome ramp;
        Load.Outcome closed;
        Load.Outcome open;
        double cpu;
        try (Stack stack = Stacks.open(system, file, request.durability());
                Load load = new Load(stack, workload, request.threads(), request.users())) {
            ramp = load.closed(RAMP_SECONDS);
            long before = cpuNanos();
            closed = load.closed(request.seconds());
            cpu = (cpuNanos() - before) / 1e3 / Math.max(1, closed.done());
            open = load.open(request.seconds(), Math.max(1, LOAD * closed.perSecond()));
        }
        long left = ramp.left() + closed.left() + open.left();
        boolean correct = Fixture.left(file, workload.counting(request.users())) == left;
        return row(request, closed, open, cpu, correct);
    }

    private static Workload workload(Request request) {
        return List.of(Workload.values()).stream()
                .filter(each -> each.title().equals(request.workload()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such workload: " + request.workload()));
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private Row row(Request request, Load.Outcome closed, Load.Outcome open, double cpu, boolean correct)
            throws IOException {
        LongSummaryStatistics shares =
                closed.shares().stream().mapToLong(Long::longValue).summaryStatistics();
        double even = Math.max(1, shares.getAverage());
        double perUnit = request.workload().equals(Workload.IMPORT.title()) && closed.done() > 0
                ? (double) closed.left() / closed.done()
                : 1;
        return new Row(
                Stacks.titleOf(system, request.durability()),
                request.workload(),
                request.durability().of(system),
                request.threads(),
                request.users(),
                closed.perSecond() * perUnit,
                micros(open, 50),
                micros(open, 99),
                micros(open, 99.9),
                open.latencies().getMaxValue() / 1e3,
                closed.errors() + open.errors(),
                shares.getMin() / even,
                shares.getMax() / even,
                cpu / perUnit,
                ProcessStatus.kilobytes("VmHWM") / 1024.0,
                correct,
                1,
                closed.perSecond() * perUnit,
                closed.perSecond() * perUnit);
    }

    private static double micros(Load.Outcome outcome, double percentile) {
        return outcome.latencies().getValueAtPercentile(percentile) / 1e3;
    }

    private Row openAndClose(Request request) throws Exception {
        long nanos = (long) (2 * request.seconds() * TimeUnit.SECONDS.toNanos(1));
        Histogram latencies = new Histogram(3);
        long cpu = cpuNanos();
        long began = System.nanoTime();
        long done = 0;
        while (System.nanoTime() - began < nanos) {
            long before = System.nanoTime();
            try (Stack stack = Stacks.open(system, file, request.durability())) {
                stack.findById(1);
            }
            latencies.recordValue(System.nanoTime() - before);
            done++;
        }
        Load.Outcome outcome = new Load.Outcome(done, List.of(done), 0, 0, latencies, System.nanoTime() - began);
        return row(request, outcome, outcome, (cpuNanos() - cpu) / 1e3 / done, true);
    }
}
