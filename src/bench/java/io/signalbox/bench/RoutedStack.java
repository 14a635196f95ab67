package io.signalbox.bench;

import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** Two pools, one connection that writes and many that read, and sessions that are routed to one of them. */
final class RoutedStack extends PooledStack {

    private static final ThreadLocal<Boolean> READS = ThreadLocal.withInitial(() -> false);

    RoutedStack(DataSource writer, DataSource readers, AutoCloseable pools) {
        super(routing(writer, readers), pools);
    }

    private static DataSource routing(DataSource writer, DataSource readers) {
        AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {
            @Override
            protected Object determineCurrentLookupKey() {
                return READS.get();
            }
        };
        routing.setTargetDataSources(Map.of(true, readers, false, writer));
        routing.afterPropertiesSet();
        return routing;
    }

    @Override
    <R> R read(Work<R> work) {
        READS.set(true);
        try {
            return super.read(work);
        } finally {
            READS.set(false);
        }
    }
}
