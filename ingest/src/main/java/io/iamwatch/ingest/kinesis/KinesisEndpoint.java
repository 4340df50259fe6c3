package io.iamwatch.ingest.kinesis;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Where Kinesis is.
 *
 * @param override another address than the region's own: an emulator, or a VPC endpoint
 */
public record KinesisEndpoint(String region, Optional<URI> override) {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(20);

    /**
     * Makes a client, which several threads may share. Credentials come from where the AWS SDK looks for them. The
     * client does not retry by itself, so that the caller's backoff is the only one.
     */
    public KinesisClient connect() {
        var builder = KinesisClient.builder().region(Region.of(region))
                .httpClientBuilder(UrlConnectionHttpClient.builder().connectionTimeout(CONNECT_TIMEOUT)
                        .socketTimeout(READ_TIMEOUT))
                .overrideConfiguration(sdk -> sdk.retryStrategy(DefaultRetryStrategy.doNotRetry()));
        override.ifPresent(builder::endpointOverride);
        return builder.build();
    }
}
