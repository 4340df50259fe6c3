package io.iamwatch.alerting.notify.sink;

import io.iamwatch.alerting.notify.Answer;
import io.iamwatch.alerting.notify.Destination;
import io.iamwatch.alerting.notify.Sink;
import io.iamwatch.alerting.notify.SnsMessage;
import io.iamwatch.contracts.notification.Notification;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.SnsClientBuilder;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/**
 * A topic of Amazon SNS. Credentials come from where the AWS SDK looks for them. The client does not try again by
 * itself: the retries are those of all sinks.
 *
 * <p>
 * By the <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">errors of Publish</a>: 404, the
 * topic is not there, means that the sink is gone; 403 (credentials, rights), 429, 5xx and the errors of KMS may be
 * mended and are tried again; other 4xx refuse the message.
 */
final class SnsSink implements Sink {

    private static final String FIFO = ".fifo";
    private static final int REGION_IN_ARN = 3;

    private final SnsClient client;
    private final String topicArn;

    private SnsSink(SnsClient client, String topicArn) {
        this.client = client;
        this.topicArn = topicArn;
    }

    static SnsSink open(Destination.Sns sns, Duration limit) {
        SnsClientBuilder builder = SnsClient.builder()
                .region(Region.of(sns.topicArn().split(":", -1)[REGION_IN_ARN]))
                .overrideConfiguration(it -> it.apiCallTimeout(limit).retryStrategy(AwsRetryStrategy.doNotRetry()))
                .httpClientBuilder(UrlConnectionHttpClient.builder().connectionTimeout(limit).socketTimeout(limit));
        sns.endpoint().ifPresent(builder::endpointOverride);
        return new SnsSink(builder.build(), sns.topicArn());
    }

    @Override
    public Answer tell(Notification notification, Instant now) throws InterruptedException {
        try {
            client.publish(request(SnsMessage.of(notification)));
            return new Answer.Accepted("published");
        } catch (AbortedException interrupted) {
            throw new InterruptedException("interrupted while SNS was told");
        } catch (AwsServiceException refusal) {
            return meaning(refusal);
        } catch (ApiCallTimeoutException late) {
            return new Answer.Later("no answer in time", Optional.empty());
        } catch (SdkException failure) {
            return new Answer.Later("no answer, or no AWS credentials: " + failure.getClass().getSimpleName(),
                    Optional.empty());
        }
    }

    private PublishRequest request(SnsMessage message) {
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        message.attributes().forEach((name, value) -> attributes.put(name, MessageAttributeValue.builder()
                .dataType("String").stringValue(value).build()));
        attributes.put("rule", MessageAttributeValue.builder().dataType("String.Array").stringValue(message.rules())
                .build());
        PublishRequest.Builder request = PublishRequest.builder().topicArn(topicArn).subject(message.subject())
                .message(message.message()).messageAttributes(attributes);
        if (topicArn.endsWith(FIFO)) {
            request.messageGroupId(message.group()).messageDeduplicationId(message.id());
        }
        return request.build();
    }

    private static Answer meaning(AwsServiceException refusal) {
        String code = refusal.awsErrorDetails() == null || refusal.awsErrorDetails().errorCode() == null
                ? ""
                : refusal.awsErrorDetails().errorCode();
        int status = refusal.statusCode();
        String said = "HTTP " + status + (code.matches("[A-Za-z]{1,60}") ? " " + code : "");
        if (status == 404) {
            return new Answer.Gone(said);
        }
        boolean passes = status == 403 || status == 408 || status == 429 || status >= 500 || code.startsWith("KMS")
                || code.startsWith("Throttl");
        return passes ? new Answer.Later(said, Optional.empty()) : new Answer.Refused(said);
    }

    @Override
    public void close() {
        client.close();
    }
}
