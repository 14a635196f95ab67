package io.signalbox.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import javax.sql.DataSource;

/** A file of the class path with statements in it, which end with a semicolon at the end of a line. */
final class SchemaFile {

    private SchemaFile() {}

    static void apply(String resource, DataSource dataSource) throws IOException, SQLException {
        try (InputStream file = SchemaFile.class.getClassLoader().getResourceAsStream(resource);
                Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            for (String sql : text.split(";\\R")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }
}
