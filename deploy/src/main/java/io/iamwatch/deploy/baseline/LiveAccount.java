package io.iamwatch.deploy.baseline;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamwatch.detector.baseline.AuthorizationDetails;
import io.iamwatch.detector.baseline.UnusableDetailsException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsResponse;

/**
 * The account that AWS credentials belong to. They need {@code iam:GetAccountAuthorizationDetails}.
 *
 * @param region any region of the partition; without it the environment's or the profile's, else that of commercial
 *     AWS
 * @param endpoint another address than IAM's own
 * @param profile of the AWS configuration; without it, credentials come from where the AWS SDK looks for them
 */
public record LiveAccount(Optional<String> region, Optional<URI> endpoint, Optional<String> profile) {

    /** The most that a page can have. */
    private static final int PAGE = 1000;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

    /**
     * Takes a snapshot, which begins before its first page is asked for.
     *
     * @param onPage told how many pages have come, after each
     * @throws BaselineFailure when there are no credentials, or AWS refuses or does not answer
     */
    public AccountSnapshot read(InstantSource wallClock, IntConsumer onPage) {
        AwsCredentialsProvider credentials = credentials();
        try (IamClient client = connect(credentials)) {
            Instant start = wallClock.instant();
            List<JsonNode> pages = new ArrayList<>();
            for (GetAccountAuthorizationDetailsResponse page : client
                    .getAccountAuthorizationDetailsPaginator(request -> request.maxItems(PAGE))) {
                pages.add(PojoJson.of(page));
                onPage.accept(pages.size());
            }
            return new AccountSnapshot(AuthorizationDetails.of(pages), start, "before the first page was asked for");
        } catch (AwsServiceException refusal) {
            throw new BaselineFailure("AWS refused GetAccountAuthorizationDetails: ", said(refusal), refusal);
        } catch (SdkException | IllegalArgumentException | UnusableDetailsException failure) {
            throw new BaselineFailure("no answer of IAM that can be used: ", failure.getMessage(), failure);
        }
    }

    private static String said(AwsServiceException refusal) {
        return refusal.awsErrorDetails() == null
                ? refusal.getMessage()
                : refusal.awsErrorDetails().errorCode() + ": " + refusal.awsErrorDetails().errorMessage();
    }

    /** Asks for credentials at once: that there are none is another mistake than that IAM does not answer. */
    private AwsCredentialsProvider credentials() {
        try {
            AwsCredentialsProvider provider = profile.<AwsCredentialsProvider>map(ProfileCredentialsProvider::create)
                    .orElseGet(() -> DefaultCredentialsProvider.builder().build());
            provider.resolveCredentials();
            return provider;
        } catch (SdkException | IllegalArgumentException | IllegalStateException none) {
            throw profile.isPresent()
                    ? new BaselineFailure("no AWS credentials: ", none.getMessage(), none)
                    : new BaselineFailure("no AWS credentials found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
                            + "or name a --profile", "", none);
        }
    }

    private IamClient connect(AwsCredentialsProvider credentials) {
        var builder = IamClient.builder().region(partition()).credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder().connectionTimeout(CONNECT_TIMEOUT)
                        .socketTimeout(READ_TIMEOUT).proxyConfiguration(proxy()));
        endpoint.ifPresent(builder::endpointOverride);
        return builder.build();
    }

    /** IAM is one service in each partition, whichever region is named. */
    private Region partition() {
        if (region.isPresent()) {
            return Region.of(region.get());
        }
        try {
            return new AwsRegionProviderChain(new SystemSettingsRegionProvider(),
                    new AwsProfileRegionProvider(null, profile.orElse(null))).getRegion();
        } catch (SdkException noneNamed) {
            return Region.AWS_GLOBAL;
        }
    }

    /** Returns the proxy that the environment names; none for an emulator on this host, which no proxy can reach. */
    private ProxyConfiguration proxy() {
        boolean fromEnvironment = endpoint.map(URI::getHost)
                .filter(host -> host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]")).isEmpty();
        return ProxyConfiguration.builder().useEnvironmentVariablesValues(fromEnvironment)
                .useSystemPropertyValues(fromEnvironment).build();
    }
}
