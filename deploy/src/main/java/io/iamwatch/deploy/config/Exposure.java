package io.iamwatch.deploy.config;

import java.net.URI;
import java.util.List;

/** Nothing listens where other machines reach it without asking who they are. */
final class Exposure {

    private static final String CLIENT_AUTH = "ssl.client.auth";

    private Exposure() {
    }

    static void check(ServiceConfig config, List<Problem> problems) {
        if (!Validators.isLoopback(config.httpAddress()) && config.httpToken().isEmpty()
                && !config.httpStores().callersShowCertificates()) {
            problems.add(new Problem(Keys.HTTP_ADDRESS, config.httpAddress()
                    + " can be reached by other machines: set " + Keys.HTTP_TOKEN + ", or "
                    + Keys.HTTP_KEYSTORE + " and " + Keys.HTTP_TRUSTSTORE + ", or stay on 127.0.0.1"));
        }
        checkConsole(config, problems);
        URI connect = config.connectListener();
        if (Validators.isWildcard(Validators.host(connect))
                && !config.connectWorker().containsKey("rest.advertised.host.name")) {
            problems.add(new Problem(Keys.CONNECT_LISTENER, connect + " is no address that other workers can reach: "
                    + "name one, or set " + Keys.CONNECT_WORKER + "rest.advertised.host.name too"));
        }
        boolean identifies = "https".equals(connect.getScheme())
                && "required".equals(config.connectWorker().get(CLIENT_AUTH));
        if (!Validators.isLoopback(Validators.host(connect)) && !identifies) {
            problems.add(new Problem(Keys.CONNECT_LISTENER, connect + " can be reached by other machines, which may "
                    + "change what a worker does: use https and set " + Keys.CONNECT_WORKER + CLIENT_AUTH
                    + "=required with the keys for it, or stay on 127.0.0.1"));
        }
    }

    private static void checkConsole(ServiceConfig config, List<Problem> problems) {
        boolean header = config.consoleUserHeader().isPresent();
        if (header == config.consoleProxies().isEmpty()) {
            problems.add(new Problem(header ? Keys.CONSOLE_USER_HEADER : Keys.CONSOLE_PROXIES,
                    "needs " + (header ? Keys.CONSOLE_PROXIES : Keys.CONSOLE_USER_HEADER)
                            + " too: by itself it does nothing"));
        }
        if (!Validators.isLoopback(config.consoleAddress()) && config.consoleToken().isEmpty() && !header) {
            problems.add(new Problem(Keys.CONSOLE_ADDRESS, config.consoleAddress()
                    + " can be reached by other machines: set " + Keys.CONSOLE_TOKEN + ", or "
                    + Keys.CONSOLE_USER_HEADER + " and " + Keys.CONSOLE_PROXIES + ", or stay on 127.0.0.1"));
        }
    }
}
