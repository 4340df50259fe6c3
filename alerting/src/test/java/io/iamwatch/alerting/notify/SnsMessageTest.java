package io.iamwatch.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.finding.FindingJson;
import io.iamwatch.contracts.notification.Notification;
import io.iamwatch.contracts.notification.Notification.Kind;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Amazon SNS is told keeps its limits, and a mail of it shows what it says. */
class SnsMessageTest {

    @ParameterizedTest
    @MethodSource("io.iamwatch.alerting.notify.Hostile#notifications")
    void keepsTheLimitsAndDoesNoHarm(Notification notification) throws IOException {
        SnsMessage message = SnsMessage.of(notification);
        assertThat(message.subject()).hasSizeBetween(1, 99).matches("[\\x20-\\x7e]+").startsWith("[");
        assertThat(message.message()).isNotBlank().matches("[\\x20-\\x7e\n]+");
        assertThat(message.bytes()).isLessThan(SnsMessage.BYTES);
        assertThat(message.attributes()).hasSizeLessThan(10)
                .allSatisfy((name, value) -> assertThat(value).hasSizeBetween(1, 300).isPrintable());
        assertThat(FindingJson.MAPPER.readTree(message.rules()).isArray()).isTrue();
        assertThat(message.group()).hasSizeBetween(1, 128).matches("[\\x21-\\x7e]+");
        assertThat(message.id()).hasSizeBetween(1, 128).matches("[\\x21-\\x7e]+");
    }

    @Test
    void subscriptionsAreFilteredByAttributes() {
        SnsMessage message = SnsMessage.of(Hostile.digest("a"));
        assertThat(message.attributes()).containsEntry("severity", "low").containsEntry("account", "229654561268")
                .containsEntry("kind", "digest");
        assertThat(message.rules()).isEqualTo("[\"indirect-admin-path\"]");
        assertThat(SnsMessage.of(Hostile.everywhere(Kind.OPENED, "a")).group()).isEqualTo("ab".repeat(32));
    }
}
