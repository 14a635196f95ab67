package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLNonTransientConnectionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two copies of these classes and of SQLite in one JVM, as two web applications have them. */
class ClassLoadersTest {

    @TempDir
    Path temporary;

    Path directory;
    final OtherClassLoader other = new OtherClassLoader();

    @BeforeEach
    void resolve() throws IOException {
        directory = temporary.toRealPath();
    }

    @AfterEach
    void unload() throws IOException {
        other.close();
    }

    @Test
    void aDatabaseThatTheOneHasOpenIsRefusedToTheOther() throws Exception {
        String url = "jdbc:sqlite:" + directory.resolve("test.db");
        try (SqliteDataSource own = SqliteDataSource.open(url)) {
            Path link = Files.createLink(directory.resolve("link.db"), own.path());
            for (String name : new String[] {url, "jdbc:sqlite:" + link}) {
                assertThatThrownBy(() -> other.open(name))
                        .isInstanceOf(InvocationTargetException.class)
                        .cause()
                        .isInstanceOf(SQLNonTransientConnectionException.class)
                        .hasMessageContaining("is open in this JVM by another copy of these classes, of class loader "
                                + SqliteDataSource.class.getClassLoader())
                        .hasMessageContaining("have one class loader load signalbox and sqlite-jdbc");
            }
            other.open("jdbc:sqlite:" + directory.resolve("another.db")).close();
        }
        other.open(url).close();
        SqliteDataSource.open(url).close();
    }

    @Test
    void andTheOtherWayRound() throws Exception {
        String url = "jdbc:sqlite:" + directory.resolve("test.db");
        try (AutoCloseable theirs = other.open(url)) {
            assertThat(theirs).isNotNull();
            assertThatExceptionOfType(SQLNonTransientConnectionException.class)
                    .isThrownBy(() -> SqliteDataSource.open(url))
                    .withMessageContaining("of class loader " + other);
        }
        SqliteDataSource.open(url).close();
    }
}
