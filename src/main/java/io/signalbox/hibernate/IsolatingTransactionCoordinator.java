package io.signalbox.hibernate;

import io.signalbox.jdbc.SqliteConnection;
import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.engine.jdbc.connections.spi.JdbcConnectionAccess;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.jpa.spi.JpaCompliance;
import org.hibernate.resource.jdbc.spi.JdbcSessionOwner;
import org.hibernate.resource.jdbc.spi.LogicalConnectionImplementor;
import org.hibernate.resource.transaction.backend.jdbc.internal.JdbcIsolationDelegate;
import org.hibernate.resource.transaction.spi.IsolationDelegate;
import org.hibernate.resource.transaction.spi.SynchronizationRegistry;
import org.hibernate.resource.transaction.spi.TransactionCoordinator;
import org.hibernate.resource.transaction.spi.TransactionCoordinatorBuilder;
import org.hibernate.resource.transaction.spi.TransactionCoordinatorOwner;
import org.hibernate.resource.transaction.spi.TransactionObserver;

/**
 * A coordinator that differs from Hibernate's own in one thing: isolated work, a second connection in the midst of a
 * transaction, gets {@link SqliteConnection#openIsolated}. A plain second connection would wait for the writer that the
 * transaction holds.
 */
final class IsolatingTransactionCoordinator implements TransactionCoordinator {

    private final TransactionCoordinatorBuilder builder;
    private final TransactionCoordinatorOwner owner;
    private final TransactionCoordinator stock;

    IsolatingTransactionCoordinator(
            TransactionCoordinatorBuilder builder, TransactionCoordinatorOwner owner, TransactionCoordinator stock) {
        this.builder = builder;
        this.owner = owner;
        this.stock = stock;
    }

    @Override
    public IsolationDelegate createIsolationDelegate() {
        JdbcSessionOwner session = owner.getJdbcSessionOwner();
        return new JdbcIsolationDelegate(
                new IsolatedAccess(session, session.getJdbcConnectionAccess()), session.getSqlExceptionHelper());
    }

    /** Opens a connection beside the one that the session has, if it has one. */
    private record IsolatedAccess(JdbcSessionOwner session, JdbcConnectionAccess stock)
            implements JdbcConnectionAccess {

        @Override
        public Connection obtainConnection() throws SQLException {
            if (session instanceof SharedSessionContractImplementor present) {
                LogicalConnectionImplementor logical =
                        present.getJdbcCoordinator().getLogicalConnection();
                if (logical.isPhysicallyConnected()) {
                    Connection connection = logical.getPhysicalConnection();
                    if (connection.isWrapperFor(SqliteConnection.class)) {
                        return connection.unwrap(SqliteConnection.class).openIsolated();
                    }
                }
            }
            return stock.obtainConnection();
        }

        @Override
        public void releaseConnection(Connection connection) throws SQLException {
            connection.close();
        }

        @Override
        public boolean supportsAggressiveRelease() {
            return false;
        }
    }

    @Override
    public TransactionCoordinatorBuilder getTransactionCoordinatorBuilder() {
        return builder;
    }

    @Override
    public TransactionDriver getTransactionDriverControl() {
        return stock.getTransactionDriverControl();
    }

    @Override
    public SynchronizationRegistry getLocalSynchronizations() {
        return stock.getLocalSynchronizations();
    }

    @Override
    public JpaCompliance getJpaCompliance() {
        return stock.getJpaCompliance();
    }

    @Override
    public void explicitJoin() {
        stock.explicitJoin();
    }

    @Override
    public boolean isJoined() {
        return stock.isJoined();
    }

    @Override
    public void pulse() {
        stock.pulse();
    }

    @Override
    public boolean isActive() {
        return stock.isActive();
    }

    @Override
    public void addObserver(TransactionObserver observer) {
        stock.addObserver(observer);
    }

    @Override
    public void removeObserver(TransactionObserver observer) {
        stock.removeObserver(observer);
    }

    @Override
    public void setTimeOut(int seconds) {
        stock.setTimeOut(seconds);
    }

    @Override
    public int getTimeOut() {
        return stock.getTimeOut();
    }

    @Override
    public boolean isTransactionActive() {
        return stock.isTransactionActive();
    }

    @Override
    public void invalidate() {
        stock.invalidate();
    }
}
