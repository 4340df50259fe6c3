package io.iamwatch.detector.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.contracts.cloudtrail.RecordReader;
import io.iamwatch.contracts.cloudtrail.Route;
import io.iamwatch.detector.CloudTrailRecords;
import io.iamwatch.detector.event.EventReader.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventReaderTest {

    private static final String ACCOUNT = "111111111111";
    private static final Origin ORIGIN = new Origin("cloudtrail.identity", 0, 7, 1_760_000_000_000L, null);

    static Iterable<String> eventNames() {
        return EventReader.EVENT_NAMES;
    }

    @ParameterizedTest
    @MethodSource("eventNames")
    void everyEventThatARuleNeedsIsRoutedToWhereTheDetectorReads(String eventName) {
        byte[] record = CloudTrailRecords.bytes(CloudTrailRecords.call(ACCOUNT, eventName, "e", 1_760_000_000));
        var outcome = (RecordReader.Outcome.CloudTrail) RecordReader.read(record, 0, record.length);
        assertThat(Route.of(outcome.summary())).isEqualTo(Route.IDENTITY);
    }

    static Iterable<String> trailServices() {
        return TrailCalls.services();
    }

    @ParameterizedTest
    @MethodSource("trailServices")
    void everyCallThatTouchesTheTrailIsRoutedToWhereTheDetectorReads(String service) {
        for (String eventName : TrailCalls.names(service)) {
            byte[] record = CloudTrailRecords.bytes(CloudTrailRecords.call(ACCOUNT, eventName, "e", 1_760_000_000)
                    .put("eventSource", service + ".amazonaws.com"));
            var outcome = (RecordReader.Outcome.CloudTrail) RecordReader.read(record, 0, record.length);
            assertThat(Route.of(outcome.summary())).as(eventName).isEqualTo(Route.IDENTITY);
        }
    }

    @ParameterizedTest
    @CsvSource({"sso, CreateAccountAssignment", "sso, AttachManagedPolicyToPermissionSet",
            "sso, PutInlinePolicyToPermissionSet", "sso, AttachCustomerManagedPolicyReferenceToPermissionSet",
            "sso-directory, AddMemberToGroup", "identitystore, CreateGroupMembership"})
    void everyGrantOfIdentityCenterIsRoutedToWhereTheDetectorReadsAndIsRead(String service, String eventName) {
        ObjectNode record = CloudTrailRecords.call(ACCOUNT, eventName, "e", 1_760_000_000)
                .put("eventSource", service + ".amazonaws.com");
        byte[] bytes = CloudTrailRecords.bytes(record);
        var outcome = (RecordReader.Outcome.CloudTrail) RecordReader.read(bytes, 0, bytes.length);
        assertThat(Route.of(outcome.summary())).isEqualTo(Route.IDENTITY);
        assertThat(relevant(record).change()).isInstanceOf(Change.CenterGranted.class);
    }

    @Test
    void aMissingEventIdIsReplacedByTheRecordsHash() {
        ObjectNode record = CloudTrailRecords.deleteUser(ACCOUNT, "e", 1_760_000_000, "eve");
        record.remove("eventID");
        IamEvent event = relevant(record);
        assertThat(event.id().eventId()).isEqualTo(event.sha256()).hasSize(64);
    }

    @Test
    void parametersMayBeAStringThatHoldsJson() {
        ObjectNode record = CloudTrailRecords.call(ACCOUNT, "DeleteUser", "e", 1_760_000_000);
        record.put("requestParameters", "{\"userName\":\"eve\"}");
        assertThat(relevant(record).change()).isEqualTo(new Change.Gone(Subject.user("eve")));
    }

    @Test
    void aGrantWhoseParametersCloudTrailOmittedIsKnownAsThat() {
        ObjectNode record = CloudTrailRecords.call(ACCOUNT, "AttachUserPolicy", "e", 1_760_000_000);
        record.putObject("requestParameters").put("reason", "requestParameters too large").put("omitted", true);
        assertThat(relevant(record).change()).isEqualTo(new Change.Omitted(
                new Subject(EntityKind.ACCOUNT, ACCOUNT), "AttachUserPolicy", EntityKind.USER, null));
    }

    @ParameterizedTest
    @CsvSource({"CreateUser, arn:aws:iam::1:user/y", "DeleteUser, user y", "PutGroupPolicy, group ops",
            "UpdateAssumeRolePolicy, role ci-deploy", "CreatePolicyVersion, policy arn:aws:iam::1:policy/ops",
            "CreateRole, *"})
    void theTargetOfADeniedCallStandsInItsMessage(String action, String target) {
        ObjectNode record = CloudTrailRecords.call(ACCOUNT, action, "e", 1_760_000_000);
        record.put("errorCode", "AccessDenied").put("errorMessage",
                "User: arn:aws:iam::1:user/x is not authorized to perform: iam:" + action + " on resource: " + target
                        + " because no identity-based policy allows the iam:" + action + " action");
        assertThat(relevant(record).change()).isEqualTo(new Change.Denied(
                new Subject(EntityKind.ACTOR, "AIDACHRISTOPHE"), action, target));
    }

    @Test
    void theAccountMayStandInTheIdentityOrInTheKeyAlone() {
        ObjectNode record = CloudTrailRecords.deleteUser(ACCOUNT, "e", 1_760_000_000, "eve");
        record.remove("recipientAccountId");
        assertThat(relevant(record).id().account()).isEqualTo(ACCOUNT);
        record.remove("userIdentity");
        assertThat(relevant(record).id().account()).isEqualTo(ACCOUNT);
    }

    @Test
    void aRecordWithoutAccountUnderAKeyThatIsNoneIsPoison() {
        ObjectNode record = CloudTrailRecords.deleteUser(ACCOUNT, "e", 1_760_000_000, "eve");
        record.remove("recipientAccountId");
        record.remove("userIdentity");
        assertThat(EventReader.read(CloudTrailRecords.bytes(record), "no-account", ORIGIN))
                .isInstanceOf(Reading.Poison.class);
    }

    @Test
    void mfaIsYesNoOrUnknown() {
        ObjectNode record = CloudTrailRecords.deleteUser(ACCOUNT, "e", 1_760_000_000, "eve");
        assertThat(relevant(record).call().mfa()).isNull();
        ObjectNode attributes = ((ObjectNode) record.get("userIdentity")).putObject("sessionContext")
                .putObject("attributes");
        attributes.put("mfaAuthenticated", "true");
        assertThat(relevant(record).call().mfa()).isTrue();
        attributes.put("mfaAuthenticated", "false");
        assertThat(relevant(record).call().mfa()).isFalse();
    }

    @Test
    void actorsAreNamedForPeople() {
        assertThat(actor("{\"type\":\"IAMUser\",\"userName\":\"eve\"}")).isEqualTo("user eve");
        assertThat(actor("{\"type\":\"Root\",\"arn\":\"arn:aws:iam::1:root\"}")).isEqualTo("the root user");
        assertThat(actor("{\"type\":\"AWSService\",\"invokedBy\":\"ecs.amazonaws.com\"}"))
                .isEqualTo("AWS service ecs.amazonaws.com");
        assertThat(actor("{\"type\":\"AssumedRole\",\"arn\":\"arn:aws:sts::1:assumed-role/ci/build-7\"}"))
                .isEqualTo("role ci (session build-7)");
        assertThat(actor("null")).isEqualTo("an unnamed caller");
    }

    @Test
    void whatACallerWritesIsKeptShort() {
        ObjectNode record = CloudTrailRecords.deleteUser(ACCOUNT, "e", 1_760_000_000, "eve");
        record.put("userAgent", "x".repeat(20_000));
        assertThat(relevant(record).call().userAgent()).hasSize(256);
    }

    private static String actor(String identity) {
        byte[] record = ("{\"eventSource\":\"iam.amazonaws.com\",\"eventName\":\"DeleteUser\",\"eventTime\":"
                + "\"2026-01-01T00:00:00Z\",\"requestParameters\":{\"userName\":\"x\"},\"userIdentity\":" + identity
                + "}")
                .getBytes(UTF_8);
        return ((Reading.Relevant) EventReader.read(record, ACCOUNT, ORIGIN)).event().call().actor();
    }

    private static IamEvent relevant(ObjectNode record) {
        return ((Reading.Relevant) read(record)).event();
    }

    private static Reading read(ObjectNode record) {
        return EventReader.read(CloudTrailRecords.bytes(record), ACCOUNT, ORIGIN);
    }
}
