package io.signalbox;

/**
 * Thrown when {@link Database#query} cannot be asked what it is asked: the statement may do more than read, there is not one
 * value for each of its parameters or no form to bind one in, or its columns have no names of their own. Nothing was changed, and a
 * transaction around it may go on.
 */
public final class InvalidQueryException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    InvalidQueryException(String problem, String sql) {
        super("the query was refused: " + problem + ": " + sql);
    }
}
