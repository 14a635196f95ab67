package io.signalbox.integration.tomcat;

import io.signalbox.integration.Http;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.apache.catalina.Context;
import org.apache.catalina.Realm;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.core.StandardServer;
import org.apache.catalina.startup.Tomcat;
import org.apache.naming.NamingContext;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;

/** A server whose one page editors may see; the database is in its directory as {@code jdbc/app}. */
final class EmbeddedTomcat implements AutoCloseable {

    /** Kept, so that its level is. */
    private static final Logger LOG = Logger.getLogger("org.apache");

    private final Tomcat tomcat = new Tomcat();

    EmbeddedTomcat(Path directory, DataSource dataSource, Realm realm) throws Exception {
        LOG.setLevel(Level.OFF);
        tomcat.setBaseDir(directory.toString());
        tomcat.setPort(0);
        ((StandardServer) tomcat.getServer()).setGlobalNamingContext(names(dataSource));
        Context context = tomcat.addContext("", directory.toString());
        context.setRealm(realm);
        context.setLoginConfig(new LoginConfig("BASIC", "editors", null, null));
        context.getPipeline().addValve(new BasicAuthenticator());
        context.addSecurityRole("Editor");
        context.addConstraint(editorsOnly());
        Tomcat.addServlet(context, "page", new Page());
        context.addServletMappingDecoded("/", "page");
        tomcat.getConnector();
        tomcat.start();
    }

    /** Where the realm looks the database up. */
    @SuppressWarnings("BanJNDI")
    private static NamingContext names(DataSource dataSource) throws NamingException {
        NamingContext names = new NamingContext(new Hashtable<>(), "global");
        names.createSubcontext("jdbc");
        names.bind("jdbc/app", dataSource);
        return names;
    }

    private static SecurityConstraint editorsOnly() {
        SecurityConstraint constraint = new SecurityConstraint();
        constraint.addAuthRole("Editor");
        constraint.setAuthConstraint(true);
        SecurityCollection everything = new SecurityCollection();
        everything.addPattern("/*");
        constraint.addCollection(everything);
        return constraint;
    }

    private static final class Page extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print(request.getRemoteUser() + " " + request.isUserInRole("Editor"));
        }
    }

    String get(String login, String password) throws Exception {
        return Http.get(tomcat.getConnector().getLocalPort(), login, password);
    }

    @Override
    public void close() throws Exception {
        tomcat.stop();
        tomcat.destroy();
        LOG.setLevel(null);
    }
}
