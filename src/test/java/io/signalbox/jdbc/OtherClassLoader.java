package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;

/** A second copy of these classes and of SQLite in this JVM, as another web application would have it. */
final class OtherClassLoader implements AutoCloseable {

    private final URLClassLoader loader =
            new URLClassLoader("other", classPath(), ClassLoader.getPlatformClassLoader());

    private static URL[] classPath() {
        String entries = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(entries.split(File.pathSeparator))
                .map(OtherClassLoader::url)
                .toArray(URL[]::new);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Opens a data source of its own. */
    AutoCloseable open(String url) throws ReflectiveOperationException {
        Class<?> type = loader.loadClass(SqliteDataSource.class.getName());
        assertThat(type).isNotSameAs(SqliteDataSource.class);
        return (AutoCloseable) type.getMethod("open", String.class).invoke(null, url);
    }

    @Override
    public String toString() {
        return loader.toString();
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
