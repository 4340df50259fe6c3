package io.iamwatch.deploy.backfill;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * All objects of a bucket whose keys begin alike.
 *
 * @param client what asks; needs {@code s3:ListBucket} and {@code s3:GetObject}
 * @param bucket the bucket's name
 * @param prefix what the keys begin with; may be empty
 */
public record S3Archive(S3Client client, String bucket, String prefix) implements Archive {

    private static final String SCHEME = "s3://";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

    /** Returns whether a path names S3. */
    public static boolean isS3(String path) {
        return path.startsWith(SCHEME);
    }

    /**
     * Takes {@code s3://bucket/prefix} apart.
     *
     * @throws IllegalArgumentException if there is no bucket in it
     */
    public static S3Archive of(S3Client client, String path) {
        String[] parts = path.substring(SCHEME.length()).split("/", 2);
        if (parts[0].isEmpty()) {
            throw new IllegalArgumentException(path + ": a bucket is needed, as in s3://bucket/AWSLogs/");
        }
        return new S3Archive(client, parts[0], parts.length == 1 ? "" : parts[1]);
    }

    /**
     * Makes a client with the credentials that the AWS SDK finds.
     *
     * @param region of the bucket; without it the environment's or the profile's
     * @param endpoint another address than S3's own, asked with the bucket in the path
     */
    public static S3Client connect(Optional<String> region, Optional<URI> endpoint) {
        boolean proxied = endpoint.isEmpty();
        var builder = S3Client.builder().httpClientBuilder(UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT_TIMEOUT).socketTimeout(READ_TIMEOUT)
                .proxyConfiguration(ProxyConfiguration.builder().useEnvironmentVariablesValues(proxied)
                        .useSystemPropertyValues(proxied).build()));
        region.map(Region::of).ifPresent(builder::region);
        endpoint.ifPresent(address -> builder.endpointOverride(address).forcePathStyle(true));
        return builder.build();
    }

    @Override
    public void list(Sink sink) throws InterruptedException {
        try {
            for (S3Object object : client.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
                    .contents()) {
                if (!object.key().endsWith("/")) {
                    sink.file(file(object));
                }
            }
        } catch (SdkException failure) {
            sink.unreadable(SCHEME + bucket + "/" + prefix, "cannot be listed: " + said(failure));
        }
    }

    private ArchiveFile file(S3Object object) {
        String key = object.key();
        return ArchiveFile.of(SCHEME + bucket + "/" + key, key.substring(key.lastIndexOf('/') + 1), object.size(),
                object.lastModified(), () -> {
                    try {
                        return client.getObject(request -> request.bucket(bucket).key(key));
                    } catch (SdkException failure) {
                        throw new IOException(said(failure), failure);
                    }
                });
    }

    private static String said(SdkException failure) {
        return failure instanceof AwsServiceException refusal && refusal.awsErrorDetails() != null
                ? refusal.awsErrorDetails().errorCode() + ": " + refusal.awsErrorDetails().errorMessage()
                : failure.getMessage();
    }
}
