package io.signalbox.bench;

import io.ebean.Database;
import io.ebean.DatabaseBuilder;
import io.ebean.DatabaseFactory;
import io.ebean.Transaction;
import io.ebean.config.DatabaseConfig;
import io.ebean.platform.sqlite.SQLitePlatform;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** Ebean over a pool, with its SQLite platform; its agent makes its entities of the same classes. */
final class EbeanStack implements Stack {

    private final Database db;
    private final AutoCloseable pool;

    EbeanStack(DataSource dataSource, AutoCloseable pool) {
        DatabaseBuilder builder = new DatabaseConfig()
                .name("bench")
                .dataSource(dataSource)
                .databasePlatform(new SQLitePlatform())
                .classes(List.of(User.class, Role.class, UserRole.class));
        this.db = DatabaseFactory.create(builder);
        this.pool = pool;
    }

    private User found(long id) {
        User user = db.find(User.class, id);
        if (user == null) {
            throw new IllegalStateException("no user " + id);
        }
        return user;
    }

    @Override
    public int findById(long id) {
        return found(id).id().intValue();
    }

    @Override
    public int login(String name) {
        return db.find(User.class)
                .fetch("roles")
                .fetch("roles.role")
                .where()
                .eq("name", name)
                .findOneOrEmpty()
                .orElseThrow()
                .roleNames();
    }

    @Override
    public void append(long id) {
        try (Transaction transaction = db.beginTransaction()) {
            User user = found(id);
            user.append();
            db.update(user);
            transaction.commit();
        }
    }

    @Override
    public void register(String name) {
        try (Transaction transaction = db.beginTransaction()) {
            User user = new User(name);
            db.insert(user);
            db.insert(new UserRole(user, db.reference(Role.class, 1L)));
            transaction.commit();
        }
    }

    @Override
    public long report() {
        return db
                .sqlQuery(
                        "select r.name, count(*) as users from users_roles g join roles r on r.id = g.role_id group by r.name")
                .findList()
                .stream()
                .mapToLong(row -> row.getLong("users"))
                .sum();
    }

    @Override
    public void importUsers(String prefix, int count) {
        try (Transaction transaction = db.beginTransaction()) {
            transaction.setBatchMode(true);
            transaction.setGetGeneratedKeys(false);
            db.insertAll(IntStream.range(0, count)
                    .mapToObj(i -> new User(prefix + "-" + i))
                    .toList());
            transaction.commit();
        }
    }

    @Override
    public void close() throws Exception {
        db.shutdown(false, false);
        pool.close();
    }
}
