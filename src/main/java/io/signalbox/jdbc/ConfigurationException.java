package io.signalbox.jdbc;

import java.util.List;

/**
 * Thrown at the start when the configuration is wrong; it lists all problems at once. Nothing was opened.
 */
public final class ConfigurationException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    ConfigurationException(List<String> problems) {
        super("the configuration has " + (problems.size() == 1 ? "a problem" : problems.size() + " problems") + ":\n - "
                + String.join("\n - ", problems));
        this.problems = List.copyOf(problems);
    }

    /** The problems, one sentence each; not empty. */
    public List<String> problems() {
        return problems;
    }
}
