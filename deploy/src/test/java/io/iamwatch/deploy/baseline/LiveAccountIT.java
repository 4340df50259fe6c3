package io.iamwatch.deploy.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamwatch.detector.baseline.Baseline;
import io.iamwatch.detector.baseline.BaselineReader;
import io.iamwatch.detector.baseline.BaselineReader.Reading;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.Origin;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.endpoints.IamEndpointProvider;

/** Against {@link IamStub}, which speaks the real protocol. Real AWS was not seen. */
class LiveAccountIT {

    private static final Instant NOW = Instant.parse("2026-03-01T09:30:00.5Z");

    private IamStub iam;

    @BeforeEach
    void start() throws IOException {
        iam = new IamStub();
        System.setProperty("aws.accessKeyId", "AKIAIOSFODNN7EXAMPLE");
        System.setProperty("aws.secretAccessKey", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    }

    @AfterEach
    void stop() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        iam.close();
    }

    @Test
    void allPagesAreAskedForAndBecomeOneSnapshotThatBeganBeforeTheFirst() {
        List<Integer> pages = new ArrayList<>();
        List<Integer> askedBeforeStart = new ArrayList<>();
        InstantSource wallClock = () -> {
            askedBeforeStart.add(iam.requests().size());
            return NOW;
        };
        AccountSnapshot snapshot = account(iam.endpoint()).read(wallClock, pages::add);
        assertThat(snapshot.start()).isEqualTo(NOW);
        assertThat(askedBeforeStart).containsExactly(0);
        assertThat(pages).containsExactly(1, 2);
        assertThat(iam.requests()).hasSize(2).allSatisfy(request -> assertThat(request)
                .containsEntry("Action", "GetAccountAuthorizationDetails").containsEntry("Version", "2010-05-08"));
        assertThat(iam.requests().get(0)).doesNotContainKey("Marker");
        assertThat(iam.requests().get(1)).containsEntry("Marker", "AAHu+next/page==");
        assertThat(iam.signatures()).allSatisfy(signature -> assertThat(signature)
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/").contains("/us-east-1/iam/"));
        assertThat(snapshot.details().isTruncated()).isFalse();
        assertThat(List.of(EntityKind.USER, EntityKind.GROUP, EntityKind.ROLE, EntityKind.POLICY))
                .extracting(snapshot.details()::count).containsExactly(1, 1, 1, 1);
    }

    @Test
    void whatAwsAnswersIsReadAsAFileOfTheCommandLineWouldBe() {
        Baseline baseline = account(iam.endpoint()).read(() -> NOW, pages -> {}).toBaseline();
        assertThat(baseline.account()).isEqualTo("111122223333");
        assertThat(baseline.startSecond()).isEqualTo(NOW.getEpochSecond());
        Reading.Part part = (Reading.Part) BaselineReader.read(baseline.parts().getFirst(), "111122223333",
                new Origin("iamwatch.baseline", 0, 0, 0, null));
        assertThat(part.skipped()).isZero();
        Change.Snapshot user = (Change.Snapshot) part.events().get(0).change();
        assertThat(user.inline()).containsEntry("all",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}");
        assertThat(user.created()).isEqualTo(Instant.parse("2023-06-07T08:09:10Z").getEpochSecond());
        assertThat(user.groups()).containsExactly("Operators");
        assertThat(user.boundaryArn()).isEqualTo("arn:aws:iam::111122223333:policy/limits");
        Change.Snapshot role = (Change.Snapshot) part.events().get(2).change();
        assertThat(role.trust()).isEqualTo("{\"Statement\":[]}");
        Change.Snapshot policy = (Change.Snapshot) part.events().get(3).change();
        assertThat(policy.versions()).containsExactly(Map.entry("v1", "{\"Statement\":[]}"));
        assertThat(policy.defaultVersion()).isEqualTo("v1");
    }

    @Test
    void aRefusalIsToldWithItsReason() {
        iam.deny();
        assertThatThrownBy(() -> account(iam.endpoint()).read(() -> NOW, pages -> {}))
                .isInstanceOf(BaselineFailure.class)
                .hasMessage("AWS refused GetAccountAuthorizationDetails: AccessDenied: "
                        + "User: arn:aws:iam::111122223333:user/x is not authorized to perform: "
                        + "iam:GetAccountAuthorizationDetails");
    }

    @Test
    void whoDoesNotAnswerIsTold() {
        URI nobody = iam.endpoint();
        iam.close();
        assertThatThrownBy(() -> account(nobody).read(() -> NOW, pages -> {})).isInstanceOf(BaselineFailure.class)
                .hasMessageStartingWith("no answer of IAM that can be used: ")
                .hasMessageContaining("Connection refused");
    }

    @Test
    void aProfileThatIsNotThereIsTold() {
        LiveAccount account = new LiveAccount(Optional.of("us-east-1"), Optional.of(iam.endpoint()),
                Optional.of("no-such-profile"));
        assertThatThrownBy(() -> account.read(() -> NOW, pages -> {})).isInstanceOf(BaselineFailure.class)
                .hasMessageStartingWith("no AWS credentials: ")
                .hasMessageContaining("no-such-profile").hasMessageMatching("[^\\n]*");
        assertThat(iam.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"aws-global, https://iam.amazonaws.com", "eu-west-1, https://iam.amazonaws.com",
            "us-gov-east-1, https://iam.us-gov.amazonaws.com", "cn-north-1, https://iam.cn-north-1.amazonaws.com.cn"})
    void anyRegionLeadsToTheIamOfItsPartition(String region, URI address) {
        assertThat(IamEndpointProvider.defaultProvider().resolveEndpoint(asked -> asked.region(Region.of(region)))
                .join().endpointUrl().toUri()).isEqualTo(address);
    }

    private static LiveAccount account(URI endpoint) {
        return new LiveAccount(Optional.of("us-east-1"), Optional.of(endpoint), Optional.empty());
    }
}
