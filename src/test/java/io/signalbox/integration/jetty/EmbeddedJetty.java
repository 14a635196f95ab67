package io.signalbox.integration.jetty;

import io.signalbox.integration.Http;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.security.AuthenticationState;
import org.eclipse.jetty.security.Constraint;
import org.eclipse.jetty.security.LoginService;
import org.eclipse.jetty.security.SecurityHandler;
import org.eclipse.jetty.security.authentication.BasicAuthenticator;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** A server whose one page editors may see. */
final class EmbeddedJetty implements AutoCloseable {

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    EmbeddedJetty(LoginService logins) throws Exception {
        connector.setHost("localhost");
        server.addConnector(connector);
        server.addBean(logins);
        SecurityHandler.PathMapped security = new SecurityHandler.PathMapped();
        security.put("/*", Constraint.from("Editor"));
        security.setAuthenticator(new BasicAuthenticator());
        security.setLoginService(logins);
        security.setHandler(new Page());
        server.setHandler(security);
        server.start();
    }

    private static final class Page extends Handler.Abstract {

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            String user = AuthenticationState.getUserPrincipal(request).getName();
            Content.Sink.write(response, true, user, callback);
            return true;
        }
    }

    String get(String login, String password) throws Exception {
        return Http.get(connector.getLocalPort(), login, password);
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
