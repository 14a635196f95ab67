package io.signalbox.jdbc;

import io.signalbox.Warnings;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.SchedulerRepository;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;
import org.quartz.impl.jdbcjobstore.UpdateLockRowSemaphore;
import org.quartz.listeners.JobListenerSupport;
import org.quartz.listeners.SchedulerListenerSupport;

/** A node of a Quartz cluster, which knows of its database a driver and a URL. */
final class QuartzNode implements AutoCloseable {

    private static final String CLUSTER = "marshalling-yard";

    private final Scheduler scheduler;
    private volatile boolean closing;

    /** A job whose execution is all that is asked of it. */
    public static final class Couple implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            // the node's listener tells
        }
    }

    /**
     * Makes a node; it does nothing before it is started.
     *
     * @param executed told the name of the trigger of each job that was executed
     * @param failed told what failed
     */
    QuartzNode(String name, String url, Consumer<String> executed, Consumer<Object> failed) throws SchedulerException {
        scheduler = new StdSchedulerFactory(properties(name, url)).getScheduler();
        SchedulerRepository.getInstance().remove(CLUSTER); // else the next node of this JVM would be this one
        scheduler.getListenerManager().addJobListener(new JobListenerSupport() {
            @Override
            public String getName() {
                return name;
            }

            @Override
            public void jobWasExecuted(JobExecutionContext context, JobExecutionException failure) {
                if (failure != null) {
                    failed.accept(failure);
                }
                executed.accept(context.getTrigger().getKey().getName());
            }
        });
        scheduler.getListenerManager().addSchedulerListener(new SchedulerListenerSupport() {
            @Override
            public void schedulerError(String message, SchedulerException cause) {
                if (!closing || !isInterrupt(cause)) {
                    failed.accept(message + ": " + cause);
                }
            }
        });
    }

    private static Properties properties(String name, String url) {
        Properties properties = new Properties();
        properties.setProperty("org.quartz.scheduler.instanceName", CLUSTER);
        properties.setProperty("org.quartz.scheduler.instanceId", name);
        properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        properties.setProperty("org.quartz.scheduler.batchTriggerAcquisitionMaxCount", "8");
        properties.setProperty("org.quartz.threadPool.threadCount", "8");
        properties.setProperty("org.quartz.jobStore.class", JobStoreTX.class.getName());
        properties.setProperty("org.quartz.jobStore.isClustered", "true");
        properties.setProperty("org.quartz.jobStore.clusterCheckinInterval", "500");
        properties.setProperty("org.quartz.jobStore.misfireThreshold", "3600000");
        properties.setProperty("org.quartz.jobStore.acquireTriggersWithinLock", "true");
        // blobs as byte[], and a lock that is an UPDATE: SQLite has neither locators nor SELECT ... FOR UPDATE
        properties.setProperty("org.quartz.jobStore.driverDelegateClass", PostgreSQLDelegate.class.getName());
        properties.setProperty("org.quartz.jobStore.lockHandler.class", UpdateLockRowSemaphore.class.getName());
        properties.setProperty("org.quartz.jobStore.dataSource", name);
        String dataSource = "org.quartz.dataSource." + name + ".";
        properties.setProperty(dataSource + "provider", "c3p0");
        properties.setProperty(dataSource + "driver", SqliteDriver.class.getName());
        properties.setProperty(dataSource + "URL", url);
        properties.setProperty(dataSource + "maxConnections", "12");
        return properties;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    void start() throws SchedulerException {
        scheduler.start();
    }

    static JobDetail job() {
        return JobBuilder.newJob(Couple.class)
                .withIdentity("couple")
                .storeDurably()
                .build();
    }

    /**
     * Lets what runs end; the thread that looks for triggers is interrupted by Quartz, and may wait for the writer then. c3p0 closes
     * the connections in a thread of its own, for which Quartz does not wait.
     */
    @Override
    public void close() throws SchedulerException {
        closing = true;
        scheduler.shutdown(true);
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("Resource Destroyer in BasicResourcePool.close()"))
                .forEach(QuartzNode::awaitEnd);
    }

    private static void awaitEnd(Thread thread) {
        try {
            thread.join(TimeUnit.MINUTES.toMillis(1));
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while " + thread.getName() + " closes the pool", e);
        }
    }

    /** Quartz logs what it tells its listeners, the interrupt at the end too. */
    static boolean isOfInterrupt(String warning) {
        return warning.contains(WriterInterruptedException.class.getName())
                || warning.contains(InterruptedException.class.getName()); // it waited in Quartz's own pool
    }

    private static boolean isInterrupt(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(
                        cause -> cause instanceof WriterInterruptedException || cause instanceof InterruptedException);
    }

    /** A node in a process of its own, until its input ends: prints a line for each execution, and for each failure. */
    public static void main(String[] arguments) throws SchedulerException, IOException {
        Warnings warnings = QuartzIT.warnings();
        try (QuartzNode node = new QuartzNode(
                arguments[0],
                arguments[1],
                trigger -> System.out.println("ran " + trigger),
                failure -> System.out.println("failed " + failure))) {
            node.start();
            while (System.in.read() >= 0) {
                // goes on
            }
        }
        List<String> seen = warnings.seen();
        seen.stream()
                .filter(warning -> !isOfInterrupt(warning))
                .forEach(warning -> System.out.println("failed " + warning.replace('\n', ' ')));
    }
}
