package io.signalbox.bench;

/**
 * A way to use a SQLite file from many threads, as an application has it: one configuration for all that is done. Whatever it
 * throws is counted as an error.
 */
interface Stack extends AutoCloseable {

    /** Loads a user by its id; returns the length of something that it read. */
    int findById(long id) throws Exception;

    /** Loads a user by its name, with its roles, in one query; returns the length of the roles' names. */
    int login(String name) throws Exception;

    /** Reads a user's note and writes it back with a mark appended, in one transaction. */
    void append(long id) throws Exception;

    /** Inserts a user and gives it a role, in one transaction. */
    void register(String name) throws Exception;

    /** Counts the users of each role; returns the sum. */
    long report() throws Exception;

    /** Inserts so many users in one transaction, in batches. */
    void importUsers(String prefix, int count) throws Exception;

    @Override
    void close() throws Exception;
}
