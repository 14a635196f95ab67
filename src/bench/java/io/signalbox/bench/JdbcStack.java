package io.signalbox.bench;

import java.util.List;

/** Plain JDBC: what differs is whose connection it is, and who may use it when. */
abstract class JdbcStack implements Stack {

    /** Work on a connection. */
    @FunctionalInterface
    interface Work<R> {
        R on(JdbcWork jdbc) throws Exception;
    }

    abstract <R> R read(Work<R> work) throws Exception;

    abstract <R> R write(Work<R> work) throws Exception;

    @Override
    public int findById(long id) throws Exception {
        return read(jdbc -> jdbc.findById(id));
    }

    @Override
    public int login(String name) throws Exception {
        return read(jdbc -> jdbc.login(name));
    }

    @Override
    public void append(long id) throws Exception {
        write(jdbc -> {
            jdbc.append(id);
            return id;
        });
    }

    @Override
    public void register(String name) throws Exception {
        write(jdbc -> {
            jdbc.register(name);
            return name;
        });
    }

    @Override
    public long report() throws Exception {
        return read(JdbcWork::report);
    }

    @Override
    public void importUsers(String prefix, int count) throws Exception {
        List<ImportedUser> users = ImportedUser.next(prefix, count);
        write(jdbc -> {
            jdbc.importUsers(users, rowsAStatement());
            return users;
        });
    }

    /** Of an import. */
    int rowsAStatement() {
        return 1;
    }
}
