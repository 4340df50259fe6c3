package io.iamwatch.contracts.cloudtrail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.cloudtrail.RecordReader.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Design section 1, paragraph "Routing", statement by statement and from both sides, on JSON as it arrives. */
class RouteTest {

    private static final String IAM_USER = "{\"type\":\"IAMUser\"}";
    private static final String ROLE = "{\"type\":\"AssumedRole\",\"sessionContext\":{\"sessionIssuer\":{\"type\":\"Role\"}}}";

    @ParameterizedTest
    @ValueSource(strings = {"iam", "sso", "sso-directory", "identitystore", "organizations", "rolesanywhere",
            "access-analyzer", "cloudtrail", "signin"})
    @DisplayName("identity: write or failed management events of the identity services, by whomever")
    void identityServices(String service) {
        for (String actor : new String[]{IAM_USER, ROLE}) {
            assertThat(route(service, "Any", actor, "\"readOnly\":false")).isEqualTo(Route.IDENTITY);
            assertThat(route(service, "Any", actor, "\"readOnly\":true,\"errorCode\":\"AccessDenied\""))
                    .isEqualTo(Route.IDENTITY);
            assertThat(route(service, "Any", actor, "\"readOnly\":false,\"errorCode\":\"AccessDenied\""))
                    .isEqualTo(Route.IDENTITY);
            assertThat(route(service, "Any", actor, "\"readOnly\":false,\"managementEvent\":false"))
                    .as("no management event").isEqualTo(Route.ACTIVITY);
        }
        assertThat(route(service, "Any", IAM_USER, "\"readOnly\":true")).as("successful read by a user")
                .isEqualTo(Route.USERS);
        assertThat(route(service, "Any", ROLE, "\"readOnly\":true")).as("successful read by a role")
                .isEqualTo(Route.ACTIVITY);
    }

    @ParameterizedTest(name = "{0} {1} by {2}: {3}")
    @DisplayName("identity: sts calls that start a session, by the identities of class 2 and by no other")
    @CsvSource(delimiter = '|',
            textBlock = """
                    AssumeRole                | {"type":"IAMUser"}                                                       | IDENTITY
                    AssumeRole                | {"type":"Root"}                                                          | IDENTITY
                    AssumeRole                | {"type":"FederatedUser"}                                                 | IDENTITY
                    AssumeRole                | {"sessionContext":{"sessionIssuer":{"type":"IAMUser"}}}                  | IDENTITY
                    AssumeRoleWithSAML        | {"type":"IAMUser"}                                                       | IDENTITY
                    AssumeRoleWithWebIdentity | {"type":"IAMUser"}                                                       | IDENTITY
                    AssumeRoot                | {"type":"Root"}                                                          | USERS
                    GetSessionToken           | {"type":"IAMUser"}                                                       | IDENTITY
                    GetSessionToken           | {"type":"Root"}                                                          | IDENTITY
                    GetFederationToken        | {"type":"IAMUser"}                                                       | IDENTITY
                    GetFederationToken        | {"type":"FederatedUser"}                                                 | IDENTITY
                    GetFederationToken        | {"sessionContext":{"sessionIssuer":{"type":"IAMUser"}}}                  | IDENTITY
                    GetCallerIdentity         | {"type":"IAMUser"}                                                       | USERS
                    AssumeRole                | {"type":"AssumedRole","sessionContext":{"sessionIssuer":{"type":"Role"}}} | ACTIVITY
                    AssumeRole                | {"type":"AWSService","invokedBy":"lambda.amazonaws.com"}                 | ACTIVITY
                    AssumeRole                | {"type":"AWSAccount","accountId":"1"}                                    | ACTIVITY
                    AssumeRoleWithSAML        | {"type":"SAMLUser"}                                                      | ACTIVITY
                    AssumeRoleWithWebIdentity | {"type":"WebIdentityUser"}                                               | ACTIVITY
                    GetSessionToken           | {"type":"AssumedRole"}                                                   | ACTIVITY
                    GetFederationToken        | {"type":"AssumedRole"}                                                   | ACTIVITY
                    GetCallerIdentity         | {"type":"AssumedRole"}                                                   | ACTIVITY
                    """)
    void sessions(String call, String actor, Route expected) {
        assertThat(route("sts", call, actor, "\"readOnly\":true")).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} {1}, else {2}")
    @DisplayName("identity: tampering calls by any actor, listed by event name; another call of that service is not")
    @CsvSource({"logs, DeleteLogGroup, CreateLogStream", "logs, DeleteSubscriptionFilter, DescribeLogGroups",
            "kinesis, DeleteStream, CreateStream", "kinesis, DecreaseStreamRetentionPeriod, SplitShard",
            "events, DisableRule, ListRules", "events, RemoveTargets, TagResource",
            "s3, PutBucketPolicy, CreateBucket", "s3, PutBucketLifecycle, GetBucketAcl",
            "kms, ScheduleKeyDeletion, CreateKey", "kms, DisableKey, Decrypt",
            "config, StopConfigurationRecorder, PutConfigRule", "config, DeleteDeliveryChannel, DescribeConfigRules",
            "guardduty, DeleteDetector, CreateDetector", "guardduty, UpdateDetector, ListDetectors",
            "securityhub, DisableSecurityHub, EnableSecurityHub", "securityhub, BatchDisableStandards, GetFindings"})
    void tampering(String service, String tampering, String other) {
        for (String actor : new String[]{IAM_USER, "{\"type\":\"Root\"}", ROLE,
                "{\"type\":\"AWSService\",\"invokedBy\":\"x\"}", "null", "{}"}) {
            assertThat(route(service, tampering, actor, "\"readOnly\":false")).as(actor).isEqualTo(Route.IDENTITY);
            assertThat(route(service, tampering, actor, "\"errorCode\":\"AccessDenied\"")).as("failed, " + actor)
                    .isEqualTo(Route.IDENTITY);
        }
        assertThat(route(service, other, IAM_USER, "\"readOnly\":false")).isEqualTo(Route.USERS);
        assertThat(route(service, other, ROLE, "\"readOnly\":false")).isEqualTo(Route.ACTIVITY);
        assertThat(route("ec2", tampering, ROLE, "\"readOnly\":false")).as("the name at another service")
                .isEqualTo(Route.ACTIVITY);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("users: other management events by IAMUser, Root, FederatedUser and sessions issued by an IAMUser")
    @CsvSource(delimiter = '|', textBlock = """
            {"type":"IAMUser"}                                                              | USERS
            {"type":"Root"}                                                                 | USERS
            {"type":"FederatedUser"}                                                        | USERS
            {"type":"AssumedRole","sessionContext":{"sessionIssuer":{"type":"IAMUser"}}}    | USERS
            {"sessionContext":{"sessionIssuer":{"userName":"x","type":"IAMUser"}}}          | USERS
            {"type":"AssumedRole","sessionContext":{"sessionIssuer":{"type":"Role"}}}       | ACTIVITY
            {"type":"AssumedRole","sessionContext":{"sessionIssuer":{}}}                    | ACTIVITY
            {"type":"AssumedRole","sessionContext":{"attributes":{"type":"IAMUser"}}}       | ACTIVITY
            {"type":"AssumedRole","sessionContext":{"webIdFederationData":{"type":"Root"}}} | ACTIVITY
            {"type":"AWSService","invokedBy":"autoscaling.amazonaws.com"}                   | ACTIVITY
            {"type":"AWSAccount","accountId":"123456789012"}                                | ACTIVITY
            {"type":"IdentityCenterUser"}                                                   | ACTIVITY
            {"type":["IAMUser"]}                                                            | ACTIVITY
            {"userName":"IAMUser"}                                                          | ACTIVITY
            {}                                                                              | ACTIVITY
            null                                                                            | ACTIVITY
            "Root"                                                                          | ACTIVITY
            """)
    void actors(String actor, Route expected) {
        assertThat(route("ec2", "RunInstances", actor, "\"readOnly\":false")).isEqualTo(expected);
        assertThat(route("ec2", "DescribeInstances", actor, "\"readOnly\":true")).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("activity: the rest, data events of users among it")
    @CsvSource(delimiter = '|', textBlock = """
            "managementEvent":false                             | ACTIVITY
            "managementEvent":"false"                           | ACTIVITY
            "eventCategory":"Data"                              | ACTIVITY
            "eventCategory":"Insight"                           | ACTIVITY
            "eventCategory":"NetworkActivity"                   | ACTIVITY
            "managementEvent":true,"eventCategory":"Data"       | ACTIVITY
            "managementEvent":true,"eventCategory":"Management" | USERS
            "managementEvent":"true"                            | USERS
            "managementEvent":null,"eventCategory":null         | USERS
            "eventVersion":"1.01"                               | USERS
            """)
    void dataEvents(String fields, Route expected) {
        assertThat(route("s3", "GetObject", IAM_USER, fields)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("a missing readOnly is a write; it may be a text")
    @CsvSource(delimiter = '|', textBlock = """
            "eventVersion":"1.04"           | IDENTITY
            "readOnly":null                 | IDENTITY
            "readOnly":false                | IDENTITY
            "readOnly":"false"              | IDENTITY
            "readOnly":"maybe"              | IDENTITY
            "readOnly":1                    | IDENTITY
            "readOnly":{"a":true}           | IDENTITY
            "readOnly":true                 | USERS
            "readOnly":"true"               | USERS
            "readOnly":"True"               | USERS
            "readOnly":true,"errorCode":null | USERS
            """)
    void readOnly(String fields, Route expected) {
        assertThat(route("iam", "CreateUser", IAM_USER, fields)).isEqualTo(expected);
    }

    private static Route route(String service, String call, String actor, String fields) {
        String record = "{\"eventTime\":\"2024-08-01T13:33:28Z\",\"eventSource\":\"%s.amazonaws.com\",\"eventName\":\"%s\","
                .formatted(service, call) + "\"userIdentity\":" + actor + "," + fields + "}";
        byte[] bytes = record.getBytes(UTF_8);
        return switch (RecordReader.read(bytes, 0, bytes.length)) {
            case Outcome.CloudTrail(RecordSummary summary) -> Route.of(summary);
            case Outcome.Unusable(String reason) -> throw new AssertionError(reason + ": " + record);
        };
    }
}
