package io.iamwatch.ingest.kinesis;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Where Kinesis is.
 *
 * @param override another address than the region's own: an emulator, or a VPC endpoint
 */
public record KinesisEndpoint(String region, Optional<URI> override) {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(20);

    /** One a shard, all on few connections. */
    private static final int MOST_SUBSCRIPTIONS = 1000;

    /** By its text only: no name is looked up for it. */
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]",
            Pattern.CASE_INSENSITIVE);

    /**
     * Makes a client, which several threads may share. Credentials come from where the AWS SDK looks for them. The
     * client does not retry by itself, so that the caller's backoff is the only one.
     */
    public KinesisClient connect() {
        var builder = KinesisClient.builder().region(Region.of(region))
                .httpClientBuilder(UrlConnectionHttpClient.builder().connectionTimeout(CONNECT_TIMEOUT)
                        .socketTimeout(READ_TIMEOUT).proxyConfiguration(proxy()))
                .overrideConfiguration(sdk -> sdk.retryStrategy(DefaultRetryStrategy.doNotRetry()));
        override.ifPresent(builder::endpointOverride);
        return builder.build();
    }

    /** Returns where a stream's region is, at the same address if that is another than the region's own. */
    KinesisEndpoint in(StreamName stream) {
        return new KinesisEndpoint(stream.region().orElse(region), override);
    }

    /**
     * Makes a client for subscriptions: HTTP/2, or HTTP/1.1 where there is no TLS, as with emulators. It does not retry
     * by itself either.
     */
    KinesisAsyncClient connectAsync() {
        boolean plain = override.filter(uri -> "http".equals(uri.getScheme())).isPresent();
        var builder = KinesisAsyncClient.builder().region(Region.of(region))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(plain ? Protocol.HTTP1_1 : Protocol.HTTP2)
                        .connectionTimeout(CONNECT_TIMEOUT).maxConcurrency(MOST_SUBSCRIPTIONS)
                        .proxyConfiguration(asyncProxy()))
                .overrideConfiguration(sdk -> sdk.retryStrategy(DefaultRetryStrategy.doNotRetry()));
        override.ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private software.amazon.awssdk.http.nio.netty.ProxyConfiguration asyncProxy() {
        boolean fromEnvironment = !isLoopback();
        return software.amazon.awssdk.http.nio.netty.ProxyConfiguration.builder()
                .useEnvironmentVariableValues(fromEnvironment).useSystemPropertyValues(fromEnvironment).build();
    }

    /** Returns the proxy that the environment names; none for an emulator on this host, which no proxy can reach. */
    ProxyConfiguration proxy() {
        boolean fromEnvironment = !isLoopback();
        return ProxyConfiguration.builder().useEnvironmentVariablesValues(fromEnvironment)
                .useSystemPropertyValues(fromEnvironment).build();
    }

    private boolean isLoopback() {
        return override.map(URI::getHost).filter(host -> LOOPBACK.matcher(host).matches()).isPresent();
    }
}
