package io.signalbox.hibernate;

import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;
import org.hibernate.bytecode.internal.BytecodeProviderInitiator;
import org.hibernate.bytecode.internal.bytebuddy.BytecodeProviderImpl;
import org.hibernate.bytecode.spi.BytecodeProvider;
import org.hibernate.service.spi.ServiceRegistryImplementor;

/**
 * Hibernate's bytecode provider, without being loaded as a service where nobody else declares one: {@link java.util.ServiceLoader}
 * opens Hibernate's jar anew for that, which takes longer than to open the database. All units share one: to make it takes nearly as
 * long, and it keeps nothing of theirs.
 */
final class SoleBytecodeProvider implements StandardServiceInitiator<BytecodeProvider> {

    private static final String DECLARATION = "META-INF/services/" + BytecodeProvider.class.getName();

    /** Made for the first who wants it. */
    private static final class Shared {
        static final BytecodeProvider PROVIDER = new BytecodeProviderImpl();
    }

    @Override
    public Class<BytecodeProvider> getServiceInitiated() {
        return BytecodeProvider.class;
    }

    @Override
    public BytecodeProvider initiateService(Map<String, Object> settings, ServiceRegistryImplementor registry) {
        List<String> declared = registry.requireService(ClassLoaderService.class).locateResources(DECLARATION).stream()
                .map(URL::toExternalForm)
                .distinct()
                .toList();
        return declared.equals(List.of(hibernates()))
                ? Shared.PROVIDER
                : BytecodeProviderInitiator.INSTANCE.initiateService(settings, registry);
    }

    /** The declaration that lies where the interface does. */
    private static String hibernates() {
        String path = BytecodeProvider.class.getName().replace('.', '/') + ".class";
        URL url = Objects.requireNonNull(
                BytecodeProvider.class.getResource("/" + path), "a class has no place it was loaded from");
        return url.toExternalForm().replace(path, DECLARATION);
    }
}
