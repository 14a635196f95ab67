package io.signalbox.identity;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of one transaction of an import, through plain JDBC. */
final class ImportChunk {

    private static final String USERS = "insert into users (security_stamp, email_address, email_normalized, username,"
            + " username_normalized, display_name, password_hash, password_changed_at, must_change_password, created_at,"
            + " updated_at)";
    private static final String GRANTS = "insert into users_roles (user_id, role_id, granted_at)";
    private static final String EVENTS = "insert into identity_events (at, subject_user_id, action, role_name)";

    /** A role as it is granted. */
    private record Grantable(long id, String name) {}

    /** A row that was sent to the database, which decides whether it becomes a user. */
    private record Sent(String stamp, Collection<Grantable> roles) {}

    private final Connection connection;
    private final BlockInsert users;
    private final BlockInsert grants;
    private final BlockInsert events;
    private final Map<String, Grantable> roles = new HashMap<>();
    private final Map<String, Grantable> defaults = new LinkedHashMap<>();
    private final SecurityStamps stamps;
    private final long now;
    private final int mustChange;

    ImportChunk(Connection connection, SecurityStamps stamps, long now, boolean mustChangePassword) {
        this.connection = connection;
        this.stamps = stamps;
        this.now = now;
        this.mustChange = mustChangePassword ? 1 : 0;
        this.users = new BlockInsert(connection, USERS, 11, "on conflict do nothing returning id, security_stamp");
        this.grants = new BlockInsert(connection, GRANTS, 3, "");
        this.events = new BlockInsert(connection, EVENTS, 4, "");
    }

    /** Inserts what can be a user, and tells what became of each. */
    List<ImportedRow> insertAll(List<ImportCandidate> candidates) throws SQLException {
        readRoles();
        Map<Long, Sent> sent = new HashMap<>();
        Map<Long, String> refused = new HashMap<>();
        for (ImportCandidate candidate : candidates) {
            if (candidate instanceof ImportCandidate.Valid valid) {
                rolesOf(valid, refused).ifPresent(granted -> sent.put(valid.row(), send(valid, granted)));
            } else if (candidate instanceof ImportCandidate.Invalid invalid) {
                refused.put(invalid.row(), invalid.reason());
            }
        }
        Map<String, Long> created = new HashMap<>();
        users.execute(row -> created.put(row.getString(2), row.getLong(1)));
        List<ImportedRow> rows = new ArrayList<>(candidates.size());
        candidates.forEach(candidate -> rows.add(result(candidate.row(), refused, sent, created)));
        grants.execute(row -> {});
        events.execute(row -> {});
        return rows;
    }

    private void readRoles() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select id, name, name_normalized, is_default from roles order by name_normalized")) {
            while (rows.next()) {
                Grantable role = new Grantable(rows.getLong(1), rows.getString(2));
                roles.put(rows.getString(3), role);
                if (rows.getInt(4) == 1) {
                    defaults.put(rows.getString(3), role);
                }
            }
        }
    }

    private Optional<Collection<Grantable>> rolesOf(ImportCandidate.Valid user, Map<Long, String> refused) {
        if (user.roles().isEmpty()) {
            return Optional.of(defaults.values());
        }
        Map<String, Grantable> wanted = new LinkedHashMap<>(defaults);
        for (RoleName role : user.roles()) {
            Grantable found = roles.get(role.normalized());
            if (found == null) {
                refused.put(user.row(), "There is no role " + role.name());
                return Optional.empty();
            }
            wanted.put(role.normalized(), found);
        }
        return Optional.of(wanted.values());
    }

    private Sent send(ImportCandidate.Valid user, Collection<Grantable> granted) {
        Username username = user.username();
        String stamp = stamps.next();
        users.add(
                stamp,
                user.email().address(),
                user.email().normalized(),
                username == null ? null : username.name(),
                username == null ? null : username.normalized(),
                user.displayName(),
                user.hash(),
                user.hash() == null ? null : now,
                mustChange,
                now,
                now);
        return new Sent(stamp, granted);
    }

    private ImportedRow result(long row, Map<Long, String> refused, Map<Long, Sent> sent, Map<String, Long> created) {
        Sent candidate = sent.get(row);
        if (candidate == null) {
            return ImportedRow.invalid(row, String.valueOf(refused.get(row)));
        }
        Long id = created.get(candidate.stamp());
        if (id == null) {
            return ImportedRow.present(row);
        }
        append(id, IdentityEvents.Action.IMPORTED, null);
        for (Grantable role : candidate.roles()) {
            grants.add(id, role.id(), now);
            append(id, IdentityEvents.Action.ROLE_GRANTED, role.name());
        }
        return ImportedRow.created(row, id);
    }

    private void append(long user, IdentityEvents.Action action, @Nullable String role) {
        events.add(now, user, action.name(), role);
    }
}
