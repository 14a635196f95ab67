package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.identity.RoleName;
import io.signalbox.identity.RoleService;
import io.signalbox.migration.Migrations;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in {@code config} works as it lies there. */
class ConfigFilesTest {

    @TempDir
    Path directory;

    @Test
    void theUnitOnAFileOpensAsItIs() throws Exception {
        Path file = directory.resolve("app.db");
        opens("persistence-file.xml", Map.of("jakarta.persistence.jdbc.url", "jdbc:sqlite:" + file));
        assertThat(file).exists();
    }

    @Test
    void theUnitInMemoryOpensAsItIs() throws Exception {
        opens("persistence-memory.xml", Map.of());
    }

    private void opens(String config, Map<String, ?> properties) throws Exception {
        Path metaInf = Files.createDirectories(directory.resolve("META-INF"));
        Files.copy(Path.of("config", config), metaInf.resolve("persistence.xml"));
        Thread thread = Thread.currentThread();
        ClassLoader present = thread.getContextClassLoader();
        URL[] first = {directory.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(first, present)) {
            thread.setContextClassLoader(loader);
            try (Database db = Database.open("app", properties)) {
                assertThat(db.migrate(Migrations.identity())).isEqualTo(1);
                RoleService roles = new RoleService(db, Clock.systemUTC(), new SecureRandom());
                assertThat(roles.create(RoleName.of("reader"), null, true).name())
                        .isNotNull();
            }
        } finally {
            thread.setContextClassLoader(present);
        }
    }
}
