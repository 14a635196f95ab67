package io.signalbox.hibernate;

import java.util.ArrayList;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.generator.Generator;
import org.hibernate.id.enhanced.SequenceStyleGenerator;
import org.hibernate.id.enhanced.TableGenerator;
import org.hibernate.integrator.spi.Integrator;

/**
 * Tells the connection provider of a unit whether any of its entities gets its ids from a table or a sequence: then its
 * transactions prepare for isolated work. Found by {@link java.util.ServiceLoader}.
 */
public final class GeneratedIds implements Integrator {

    /** Called by Hibernate. */
    public GeneratedIds() {}

    @Override
    public void integrate(
            Metadata metadata, BootstrapContext bootstrapContext, SessionFactoryImplementor sessionFactory) {
        ConnectionProvider provider = sessionFactory.getServiceRegistry().getService(ConnectionProvider.class);
        if (provider instanceof SqliteConnectionProvider ours) {
            sessionFactory.addObserver(new SessionFactoryObserver() {
                private static final long serialVersionUID = 1L;

                @Override
                public void sessionFactoryCreated(SessionFactory factory) {
                    if (takesIdsFromTables(sessionFactory)) {
                        ours.expectIsolatedWork();
                    }
                }
            });
        }
    }

    private static boolean takesIdsFromTables(SessionFactoryImplementor factory) {
        List<Generator> generators = new ArrayList<>();
        factory.getMappingMetamodel().forEachEntityDescriptor(entity -> generators.add(entity.getGenerator()));
        return generators.stream()
                .anyMatch(generator ->
                        generator instanceof TableGenerator || generator instanceof SequenceStyleGenerator);
    }
}
