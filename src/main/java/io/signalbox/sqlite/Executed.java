package io.signalbox.sqlite;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement that was executed, and the values of its parameters.
 *
 * @param sql its text
 * @param values what was bound, from the first parameter on
 */
public record Executed(String sql, List<@Nullable Object> values) {}
