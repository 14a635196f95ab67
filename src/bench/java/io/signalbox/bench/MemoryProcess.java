package io.signalbox.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.persistence.PersistenceConfiguration;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Path;
import java.util.List;

/** The JVM whose memory is measured: a started unit that has done a little of everything. */
public final class MemoryProcess {

    static final String HIBERNATE = "hibernate";
    static final String OURS = "signalbox";
    static final List<String> UNITS = List.of(HIBERNATE, OURS);

    private static final int UNITS_OF_WORK = 50;
    private static final int COLLECTIONS = 3;

    private MemoryProcess() {}

    /**
     * What it takes.
     *
     * @param heapKb after a collection
     * @param classesKb of the classes and the compiled code
     * @param residentKb of the process, the whole heap included
     */
    record Usage(long heapKb, long classesKb, long residentKb, long threads) {}

    public static void main(String[] args) throws Exception {
        try (Stack stack = open(args[0], Path.of(args[1]))) {
            for (int id = 1; id <= UNITS_OF_WORK; id++) {
                stack.login(Fixture.nameOf(id));
                stack.append(id);
            }
            System.out.println(new ObjectMapper().writeValueAsString(usage()));
        }
        System.exit(0);
    }

    private static Stack open(String unit, Path file) {
        if (unit.equals(OURS)) {
            return new SignalboxStack(file, Durability.POWER, 4);
        }
        PersistenceConfiguration configuration = JpaStack.configuration()
                .property("hibernate.connection.url", Plain.url(file, Durability.POWER, "IMMEDIATE"))
                .property("hibernate.connection.pool_size", 1)
                .property(
                        "hibernate.connection.provider_class",
                        "org.hibernate.engine.jdbc.connections.internal.DriverManagerConnectionProvider");
        return new PooledStack(configuration, () -> {});
    }

    private static Usage usage() throws Exception {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long classes = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == java.lang.management.MemoryType.NON_HEAP)
                .map(MemoryPoolMXBean::getUsage)
                .mapToLong(java.lang.management.MemoryUsage::getUsed)
                .sum();
        long threads = ManagementFactory.getThreadMXBean().getThreadCount();
        return new Usage(heap / 1024, classes / 1024, ProcessStatus.kilobytes("VmRSS"), threads);
    }
}
