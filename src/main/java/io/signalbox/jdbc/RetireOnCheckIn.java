package io.signalbox.jdbc;

import com.mchange.v2.c3p0.AbstractConnectionCustomizer;
import io.signalbox.sqlite.PhysicalConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * c3p0's hook that keeps a connection out of its pool; public and without arguments by c3p0's contract.
 *
 * <p>To throw from {@code onCheckIn} is c3p0's way to have a connection destroyed; one that is closed under the pool would
 * be handed out again.
 */
public final class RetireOnCheckIn extends AbstractConnectionCustomizer {

    @Override
    public void onCheckIn(Connection connection, String parentDataSourceIdentityToken) throws SQLException {
        if (connection instanceof PhysicalConnection physical) {
            Optional<String> reason = physical.retiredBecause();
            if (reason.isPresent()) {
                throw new SQLException("the connection is retired: " + reason.get());
            }
        }
    }
}
