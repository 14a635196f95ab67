package io.signalbox;

/**
 * Thrown when the first column of a {@link Table} does not tell its rows apart: a value occurs twice, is null, or is a blob. The
 * message names the column and the rows.
 */
public final class TableIndexException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    TableIndexException(String column, String problem) {
        super("the column '" + column + "' is no index: " + problem
                + ". Go through rows(), or select a unique column first");
    }
}
