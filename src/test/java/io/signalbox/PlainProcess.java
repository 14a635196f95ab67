package io.signalbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Another process that uses the database through the plain driver, in autocommit, and executes what it is told. What it has
 * begun ends with it, at the latest.
 */
public final class PlainProcess implements AutoCloseable {

    private static final String OK = "ok";

    private final Process process;
    private final PrintStream commands;
    private final BufferedReader answers;

    private PlainProcess(Process process) {
        this.process = process;
        this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts the process; it is connected when this returns. */
    public static PlainProcess on(Path database) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlainProcess.class.getName(),
                        database.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        PlainProcess started = new PlainProcess(process);
        started.execute("pragma busy_timeout = 60000");
        return started;
    }

    /** Returns when the process has executed the statement. */
    public void execute(String sql) throws IOException {
        commands.println(sql);
        String answer = answers.readLine();
        if (!OK.equals(answer)) {
            throw new IOException("the other process answered to " + sql + ": " + answer);
        }
    }

    /** Ends the process, and waits for its end. */
    @Override
    public void close() throws InterruptedException {
        commands.close();
        process.waitFor();
    }

    public static void main(String[] arguments) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + arguments[0]);
                Statement statement = connection.createStatement();
                BufferedReader commands =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String sql = commands.readLine(); sql != null; sql = commands.readLine()) {
                System.out.println(answer(statement, sql));
            }
        }
    }

    private static String answer(Statement statement, String sql) {
        try {
            statement.execute(sql);
            return OK;
        } catch (SQLException e) {
            return e.toString();
        }
    }
}
