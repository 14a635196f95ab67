package io.signalbox.hibernate;

import org.hibernate.resource.jdbc.spi.PhysicalConnectionHandlingMode;
import org.hibernate.resource.transaction.backend.jdbc.internal.JdbcResourceLocalTransactionCoordinatorBuilderImpl;
import org.hibernate.resource.transaction.spi.DdlTransactionIsolator;
import org.hibernate.resource.transaction.spi.TransactionCoordinator;
import org.hibernate.resource.transaction.spi.TransactionCoordinatorBuilder;
import org.hibernate.resource.transaction.spi.TransactionCoordinatorOwner;
import org.hibernate.tool.schema.internal.exec.JdbcContext;

/**
 * Hibernate's own coordinators of resource-local transactions, whose isolated work is done where it cannot wait for its own
 * transaction. Safe for use by any number of threads.
 */
final class IsolatingTransactionCoordinators implements TransactionCoordinatorBuilder {

    private static final long serialVersionUID = 1L;

    private static final TransactionCoordinatorBuilder STOCK =
            JdbcResourceLocalTransactionCoordinatorBuilderImpl.INSTANCE;

    @Override
    public TransactionCoordinator buildTransactionCoordinator(TransactionCoordinatorOwner owner, Options options) {
        return new IsolatingTransactionCoordinator(this, owner, STOCK.buildTransactionCoordinator(owner, options));
    }

    @Override
    public boolean isJta() {
        return false;
    }

    @Override
    public PhysicalConnectionHandlingMode getDefaultConnectionHandlingMode() {
        return STOCK.getDefaultConnectionHandlingMode();
    }

    @Override
    public DdlTransactionIsolator buildDdlTransactionIsolator(JdbcContext jdbcContext) {
        return STOCK.buildDdlTransactionIsolator(jdbcContext);
    }
}
