package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLNonTransientConnectionException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two copies of these classes and of SQLite in one JVM, as two web applications have them. */
class ClassLoadersTest {

    @TempDir
    Path temporary;

    Path directory;
    URLClassLoader other;

    @BeforeEach
    void load() throws Exception {
        directory = temporary.toRealPath();
        other = new URLClassLoader("other", classPath(), ClassLoader.getPlatformClassLoader());
    }

    @AfterEach
    void unload() throws IOException {
        other.close();
    }

    private static URL[] classPath() {
        String entries = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(entries.split(File.pathSeparator))
                .map(ClassLoadersTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private AutoCloseable openByTheOther(String url) throws Exception {
        Class<?> type = other.loadClass(SqliteDataSource.class.getName());
        assertThat(type).isNotSameAs(SqliteDataSource.class);
        return (AutoCloseable) type.getMethod("open", String.class).invoke(null, url);
    }

    @Test
    void aDatabaseThatTheOneHasOpenIsRefusedToTheOther() throws Exception {
        String url = "jdbc:sqlite:" + directory.resolve("test.db");
        try (SqliteDataSource own = SqliteDataSource.open(url)) {
            Path link = Files.createLink(directory.resolve("link.db"), own.path());
            for (String name : new String[] {url, "jdbc:sqlite:" + link}) {
                assertThatThrownBy(() -> openByTheOther(name))
                        .isInstanceOf(InvocationTargetException.class)
                        .cause()
                        .isInstanceOf(SQLNonTransientConnectionException.class)
                        .hasMessageContaining("is open in this JVM by another copy of these classes, of class loader "
                                + SqliteDataSource.class.getClassLoader())
                        .hasMessageContaining("have one class loader load signalbox and sqlite-jdbc");
            }
            openByTheOther("jdbc:sqlite:" + directory.resolve("another.db")).close();
        }
        openByTheOther(url).close();
        SqliteDataSource.open(url).close();
    }

    @Test
    void andTheOtherWayRound() throws Exception {
        String url = "jdbc:sqlite:" + directory.resolve("test.db");
        try (AutoCloseable theirs = openByTheOther(url)) {
            assertThat(theirs).isNotNull();
            assertThatExceptionOfType(SQLNonTransientConnectionException.class)
                    .isThrownBy(() -> SqliteDataSource.open(url))
                    .withMessageContaining("of class loader " + other);
        }
        SqliteDataSource.open(url).close();
    }

    @Test
    void aDatabaseInMemoryOfTheOneIsNotSweptByTheOther() throws Exception {
        try (SqliteDataSource own = SqliteDataSource.open("jdbc:sqlite::memory:");
                AutoCloseable theirs = openByTheOther("jdbc:sqlite::memory:")) {
            assertThat(theirs).isNotNull();
            assertThat(own.path()).exists();
        }
    }
}
