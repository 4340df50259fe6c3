package io.iamwatch.deploy.config;

import javax.net.ssl.SSLContext;

/**
 * How health and metrics are answered on https.
 *
 * @param context with the server's key, and the authorities of callers
 * @param callersShowCertificates whether nobody is answered who shows no certificate of those
 */
public record HttpTls(SSLContext context, boolean callersShowCertificates) {
}
