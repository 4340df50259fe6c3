package io.iamwatch.deploy.status;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import io.iamwatch.deploy.config.HttpTls;
import javax.net.ssl.SSLParameters;

/** What is asked of each connection before its first byte of HTTP. */
final class TlsConnections extends HttpsConfigurator {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final boolean callersShowCertificates;

    TlsConnections(HttpTls tls) {
        super(tls.context());
        this.callersShowCertificates = tls.callersShowCertificates();
    }

    @Override
    public void configure(HttpsParameters connection) {
        SSLParameters parameters = getSSLContext().getDefaultSSLParameters();
        parameters.setProtocols(PROTOCOLS.clone());
        parameters.setNeedClientAuth(callersShowCertificates);
        connection.setSSLParameters(parameters);
    }
}
