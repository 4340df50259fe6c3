package io.iamwatch.alerting.notify.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.alerting.notify.Answer;
import io.iamwatch.alerting.notify.Destination;
import io.iamwatch.alerting.notify.Hostile;
import io.iamwatch.contracts.notification.Notification.Kind;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** AWS's own client against a stand-in that speaks its protocol. */
@Timeout(60)
class SnsSinkTest {

    private static final String TOPIC = "arn:aws:sns:eu-central-1:229654561268:soc";

    @BeforeAll
    static void credentials() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
    }

    @AfterAll
    static void noCredentials() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void publishesWithAttributes() throws InterruptedException {
        try (Receiver receiver = new Receiver(Receiver.status(200, "<PublishResponse><PublishResult><MessageId>1"
                + "</MessageId></PublishResult></PublishResponse>"))) {
            assertThat(tell(receiver, TOPIC)).isEqualTo(new Answer.Accepted("published"));
            String body = URLDecoder.decode(receiver.requests.getFirst().body(), UTF_8);
            assertThat(body).contains("Action=Publish", "TopicArn=" + TOPIC, "Subject=[CRITICAL] New incident",
                    "Name=severity", "StringValue=critical", "Name=rule", "DataType=String.Array", "Name=account")
                    .doesNotContain("MessageGroupId");
        }
    }

    @Test
    void aFifoTopicKeepsTheOrderOfAnIncident() throws InterruptedException {
        try (Receiver receiver = new Receiver(Receiver.status(200, "<PublishResponse/>"))) {
            tell(receiver, TOPIC + ".fifo");
            assertThat(URLDecoder.decode(receiver.requests.getFirst().body(), UTF_8))
                    .contains("MessageGroupId=" + "ab".repeat(32), "MessageDeduplicationId=229654561268/");
        }
    }

    @Test
    void refusalsAreRead() throws InterruptedException {
        assertThat(refused(404, "NotFound")).isEqualTo(new Answer.Gone("HTTP 404 NotFound"));
        assertThat(refused(400, "InvalidParameter")).isEqualTo(new Answer.Refused("HTTP 400 InvalidParameter"));
        assertThat(refused(400, "KMSDisabled"))
                .isEqualTo(new Answer.Later("HTTP 400 KMSDisabled", Optional.empty()));
        assertThat(refused(403, "AuthorizationError"))
                .isEqualTo(new Answer.Later("HTTP 403 AuthorizationError", Optional.empty()));
        assertThat(refused(500, "InternalError"))
                .isEqualTo(new Answer.Later("HTTP 500 InternalError", Optional.empty()));
    }

    private static Answer refused(int status, String code) throws InterruptedException {
        try (Receiver receiver = new Receiver(Receiver.status(status, "<ErrorResponse><Error><Type>Sender</Type><Code>"
                + code + "</Code><Message>secret</Message></Error></ErrorResponse>"))) {
            Answer answer = tell(receiver, TOPIC);
            assertThat(receiver.requests).as("the client does not try again by itself").hasSize(1);
            return answer;
        }
    }

    private static Answer tell(Receiver receiver, String topic) throws InterruptedException {
        try (SnsSink sink = SnsSink.open(new Destination.Sns(topic, Optional.of(URI.create(receiver.url()))),
                Duration.ofSeconds(10))) {
            return sink.tell(Hostile.everywhere(Kind.OPENED, "bob"), Instant.ofEpochSecond(1_700_000_000));
        }
    }
}
