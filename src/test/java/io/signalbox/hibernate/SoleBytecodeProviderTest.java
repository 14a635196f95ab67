package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.bytecode.internal.BytecodeProviderInitiator;
import org.hibernate.bytecode.internal.none.BytecodeProviderImpl;
import org.hibernate.bytecode.spi.BytecodeProvider;
import org.hibernate.cfg.JdbcSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoleBytecodeProviderTest {

    private static final String DECLARATION = "META-INF/services/" + BytecodeProvider.class.getName();

    @TempDir
    Path directory;

    private BytecodeProvider providerOfAUnit(ClassLoader classes) {
        StandardServiceRegistry registry = new StandardServiceRegistryBuilder(new BootstrapServiceRegistryBuilder()
                        .applyClassLoader(classes)
                        .build())
                .applySetting(JdbcSettings.JAKARTA_JDBC_URL, "jdbc:sqlite:" + directory.resolve("test.db"))
                .build();
        try {
            return registry.requireService(BytecodeProvider.class);
        } finally {
            StandardServiceRegistryBuilder.destroy(registry);
        }
    }

    /** Counts how often the declarations are looked for, of which there are those of its parent and its own. */
    private static final class Counting extends ClassLoader {
        private final List<URL> own;
        private int lookups;

        Counting(List<URL> own) {
            super(SoleBytecodeProviderTest.class.getClassLoader());
            this.own = own;
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            if (!name.equals(DECLARATION)) {
                return super.getResources(name);
            }
            lookups++;
            List<URL> all = new ArrayList<>(own);
            all.addAll(Collections.list(super.getResources(name)));
            return Collections.enumeration(all);
        }
    }

    @Test
    void whereHibernatesIsTheOnlyOneItIsThereWithoutBeingLoadedAsAService() {
        Counting classes = new Counting(List.of());
        Class<?> hibernates =
                BytecodeProviderInitiator.buildDefaultBytecodeProvider().getClass();
        assertThat(providerOfAUnit(classes)).isExactlyInstanceOf(hibernates);
        assertThat(classes.lookups).isEqualTo(1);
    }

    @Test
    void unitsShareIt() {
        BytecodeProvider first = providerOfAUnit(new Counting(List.of()));
        assertThat(providerOfAUnit(new Counting(List.of()))).isSameAs(first);
    }

    @Test
    void elseItIsLeftToHibernateWhichWantsOne() throws IOException {
        Path declaration = Files.writeString(directory.resolve("declaration"), BytecodeProviderImpl.class.getName());
        Counting classes = new Counting(List.of(declaration.toUri().toURL()));
        assertThatThrownBy(() -> providerOfAUnit(classes)).hasStackTraceContaining("Found multiple BytecodeProvider");
    }
}
