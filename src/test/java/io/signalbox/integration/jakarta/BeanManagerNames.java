package io.signalbox.integration.jakarta;

import jakarta.enterprise.inject.spi.CDI;
import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import org.apache.naming.NamingContext;

/** The one name that Soteria looks up in a server. */
public final class BeanManagerNames implements InitialContextFactory {

    @Override
    @SuppressWarnings("BanJNDI")
    public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
        NamingContext names = new NamingContext(new Hashtable<>(), "server");
        names.createSubcontext("java:comp");
        names.bind("java:comp/BeanManager", CDI.current().getBeanManager());
        return names;
    }
}
