package io.signalbox.bench;

import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The stacks by name. */
final class Stacks {

    static final String SIGNALBOX = "signalbox";
    static final String EBEAN = "ebean";

    /** Stands between ours and the name of a {@link Variant}. */
    static final String WITH = "+";

    private static final int POOL = 16;
    private static final Map<String, Opening> ALL = new LinkedHashMap<>();

    static {
        ALL.put(SIGNALBOX, SignalboxStack::new);
        ALL.put("hibernate-hikari-1", (file, durability) -> hikari(file, durability, 1, "DEFERRED"));
        ALL.put("hibernate-hikari-16", (file, durability) -> hikari(file, durability, POOL, "IMMEDIATE"));
        ALL.put("hibernate-hikari-16-deferred", (file, durability) -> hikari(file, durability, POOL, "DEFERRED"));
        ALL.put("hibernate-hikari-routed", Stacks::routed);
        ALL.put("hibernate-c3p0-16", Stacks::c3p0);
        ALL.put("hibernate-spring-data", SpringDataStack::new);
        ALL.put("jdbc-shared-connection", SharedConnectionStack::new);
        ALL.put("jdbc-worker-queue", WorkerStack::new);
        ALL.put(EBEAN, Stacks::ebean);
        ALL.put("limit-hibernate", LimitHibernateStack::open);
        ALL.put("limit", LimitStack::new);
    }

    private Stacks() {}

    /** Opens a stack. */
    @FunctionalInterface
    interface Opening {
        Stack open(Path file, Durability durability) throws Exception;
    }

    /** All that run here. */
    static List<String> names() {
        List<String> names = new ArrayList<>(ALL.keySet());
        if (Python.isInstalled()) {
            names.add(Python.SYSTEM);
        }
        return List.copyOf(names);
    }

    /** What a system is called in the results; ours has a name of its own at the other level. */
    static String titleOf(String name, Durability durability) {
        return name.equals(SIGNALBOX) && durability == Durability.CRASH ? "signalbox-crash-safe" : name;
    }

    static Stack open(String name, Path file, Durability durability) throws Exception {
        Opening opening = ALL.get(name.startsWith(SIGNALBOX + WITH) ? SIGNALBOX : name);
        if (opening == null) {
            throw new IllegalArgumentException("no such system: " + name + "; there are " + ALL.keySet());
        }
        return opening.open(file, durability);
    }

    private static Stack hikari(Path file, Durability durability, int size, String mode) {
        HikariDataSource pool = pool(file, durability, size, mode);
        return new PooledStack(pool, pool);
    }

    private static Stack routed(Path file, Durability durability) {
        HikariDataSource writer = pool(file, durability, 1, "IMMEDIATE");
        HikariDataSource readers = pool(file, durability, POOL, "DEFERRED");
        return new RoutedStack(writer, readers, () -> {
            readers.close();
            writer.close();
        });
    }

    private static HikariDataSource pool(Path file, Durability durability, int size, String mode) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(Plain.url(file, durability, mode));
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(60_000);
        return new HikariDataSource(config);
    }

    private static Stack ebean(Path file, Durability durability) {
        HikariDataSource pool = pool(file, durability, POOL, "IMMEDIATE");
        return new EbeanStack(pool, pool);
    }

    private static Stack c3p0(Path file, Durability durability) {
        ComboPooledDataSource pool = new ComboPooledDataSource();
        pool.setJdbcUrl(Plain.url(file, durability, "IMMEDIATE"));
        pool.setMaxPoolSize(POOL);
        pool.setMaxStatementsPerConnection(50);
        return new PooledStack(pool, pool::close);
    }
}
