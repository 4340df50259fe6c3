package io.iamwatch.detector.topology;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.detector.event.EventReader;
import io.iamwatch.detector.event.EventReader.Reading;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.event.TrailCalls;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No record that a rule needs is taken for one that surely is not, however it is written. */
class FirstLookTest {

    private static final String ACCOUNT = "111111111111";
    private static final Origin ORIGIN = new Origin("cloudtrail.identity", 0, 7, 1_760_000_000_000L, null);

    /** Services that the detector's topic holds calls of, and some of others. */
    private static final Set<String> SERVICES = Set.of("iam", "sso", "sso-directory", "identitystore", "organizations",
            "rolesanywhere", "access-analyzer", "cloudtrail", "signin", "sts", "logs", "kinesis", "events", "s3", "kms",
            "config", "guardduty", "securityhub", "ec2", "identity", "ssoadmin", "iamx", "IAM");

    /** Names of calls that some service has and some rule may need. */
    private static final Set<String> MORE_NAMES = Set.of("CreateAccountAssignment", "AddMemberToGroup",
            "CreateGroupMembership", "PutInlinePolicyToPermissionSet", "AttachManagedPolicyToPermissionSet",
            "CreateUser", "ConsoleLogin", "AssumeRole", "StopLogging");

    private static String record(String source, String name) {
        return "{\"eventVersion\":\"1.11\",\"userIdentity\":{\"type\":\"IAMUser\",\"arn\":\"arn:aws:iam::" + ACCOUNT
                + ":user/eve\"},\"eventTime\":\"2026-01-01T00:00:00Z\",\"eventSource\":\"" + source
                + "\",\"eventName\":\"" + name + "\",\"requestParameters\":{\"userName\":\"eve\",\"policyArn\":"
                + "\"arn:aws:iam::aws:policy/AdministratorAccess\"},\"responseElements\":null,\"recipientAccountId\":\""
                + ACCOUNT + "\"}";
    }

    private static boolean mayBeNeeded(String json) {
        return FirstLook.mayBeNeeded(json.getBytes(UTF_8));
    }

    private static boolean isNeeded(byte[] bytes) {
        return EventReader.read(bytes, ACCOUNT, ORIGIN) instanceof Reading.Relevant;
    }

    static Stream<String> services() {
        return SERVICES.stream();
    }

    @ParameterizedTest
    @MethodSource("services")
    void itsServicesAreAllThatTheReaderNeeds(String service) {
        List<String> names = new ArrayList<>(EventReader.EVENT_NAMES);
        names.addAll(MORE_NAMES);
        names.addAll(TrailCalls.names());
        for (String name : names) {
            for (String source : List.of(service + ".amazonaws.com", service, service + ".", service + ".x")) {
                for (String error : List.of("", "\"errorCode\":\"AccessDenied\",")) {
                    String record = record(source, name).replace("\"eventName\"", error + "\"eventName\"");
                    boolean irrelevant = EventReader.read(record.getBytes(UTF_8), ACCOUNT,
                            ORIGIN) instanceof Reading.Irrelevant;
                    assertThat(mayBeNeeded(record) || irrelevant).as(record).isTrue();
                    boolean ofTrail = TrailCalls.services().contains(service) && TrailCalls.names().contains(name);
                    assertThat(mayBeNeeded(record)).as(record)
                            .isEqualTo(FirstLook.SERVICES.contains(service) || ofTrail
                                    || FirstLook.OF_USERS.contains(service)
                                    || FirstLook.OF_CALLERS.contains(service));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "}", "{}", "{} ", "null", "[]", "\"eventSource\":\"s3\"", "{\"a\":1}",
            "{\"eventSource\":null,\"x\":{}}", "{\"eventSource\":[\"s3.amazonaws.com\"]}",
            "{\"eventSource\" \"s3.amazonaws.com\"}", "{\"eventSource\"", "{\"eventSource\":}", "{\"eventSource\":\"}",
            "{\"x\":\"eventSource\",\"y\":\"s3.amazonaws.com\"}", "{\"eventSource\":\"iam\"}",
            "{\"eventSource\" :\r\n\t \"iam.amazonaws.com\", \"padding\":\"................\"}",
            "{\"eventSource\":\"s3.amazonaws.com\",\"eventSource\":\"sso.amazonaws.com\",\"padding\":\"........\"}",
            "{\"eventSource\":\"iam.amazonaws.com\",\"eventSource\":\"s3.amazonaws.com\",\"padding\":\"........\"}",
            "{\"eventSource\":\"s3.amazonaws.com\",\"event\\u0053ource\":\"iam.amazonaws.com\"}",
            "{\"eventSource\":\"\\u0069am.amazonaws.com\",\"padding\":\"...............................\"}",
            "[{\"eventSource\":\"s3.amazonaws.com\",\"padding\":\"...............................\"}]"})
    void whatIsNotPlainMayBeNeeded(String json) {
        assertThat(mayBeNeeded(json)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"eventSource\":\"s3.amazonaws.com\",\"padding\":\"...............................\"}",
            "{\"eventSource\":\"s3.x\",\"eventName\":\"PutBucketPolicy\",\"padding\":\"..............\"}",
            "{\"eventSource\":\"s3.x\",\"eventName\":\"X\",\"a\":{\"eventName\" : \"PutBucketPolicy\"}}",
            "{\"eventSource\":\"s3.x\",\"eventName\":null,\"padding\":\"...........................\"}",
            "{\"eventSource\":\"s3.x\",\"padding\":\"...........................\",\"eventName\""})
    void callsThatTouchTheTrailMayBeNeeded(String json) {
        assertThat(mayBeNeeded(json)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"eventSource\":\"ec2.amazonaws.com\",\"padding\":\"...............................\"}",
            "{\"eventSource\":\"s3.x\",\"eventName\":\"PutBucketPolicyX\",\"padding\":\"..............\"}",
            "{\"eventSource\":\"s3.x\",\"eventName\":\"PutBucket\",\"padding\":\"PutBucketPolicy\"}",
            " \r\n\t{ \"eventSource\" : \"ec2.amazonaws.com\" , \"padding\":\"..............................\"}\n",
            "{\"eventSource\":\"ec2.amazonaws.com\",\"invokedBy\":\"iam.amazonaws.com\",\"padding\":\"..........\"}",
            "{\"eventSource\":\"ec2.amazonaws.com\",\"x\":\"\\\"eventSource\\\":\\\"iam.amazonaws.com\\\"\"}",
            "{\"eventSource\":\"ec2.amazonaws.com\",\"padding\":\"Büro in Zürich, 東京.....................\"}",
            "{\"eventSource\":\"iamwatch.example.com\",\"padding\":\".................................\"}"})
    void callsOfOtherServicesSurelyAreNot(String json) {
        assertThat(mayBeNeeded(json)).isFalse();
    }

    /** A role that a new administrator assumed calls with the key that it was given. */
    @Test
    void whatASessionChangesMayBeNeededWhereItIsRouted() {
        for (String service : FirstLook.OF_CALLERS) {
            String session = record(service + ".amazonaws.com", "CreateIt").replace("\"IAMUser\"",
                    "\"AssumedRole\",\"accessKeyId\":\"ASIAX\"");
            assertThat(mayBeNeeded(session)).as(session).isTrue();
            String reading = session.replace("\"eventName\"", "\"readOnly\":true,\"eventName\"");
            assertThat(mayBeNeeded(reading)).as(reading).isFalse();
            String twice = reading.replace("}", ",\"readOnly\":false}");
            assertThat(mayBeNeeded(twice)).as(twice).isTrue();
            String refused = reading.replace("\"eventName\"", "\"errorCode\":\"AccessDenied\",\"eventName\"");
            assertThat(mayBeNeeded(refused)).as(refused).isTrue();
            String keyless = session.replace("ASIAX", "AROAX");
            assertThat(mayBeNeeded(keyless)).as(keyless).isFalse();
        }
        for (String service : FirstLook.OF_USERS) {
            String session = record(service + ".amazonaws.com", "GetIt").replace("\"IAMUser\"",
                    "\"AssumedRole\",\"accessKeyId\":\"ASIAX\"");
            assertThat(mayBeNeeded(session)).as(session).isFalse();
        }
    }

    static Stream<Charset> wideCharsets() {
        return Stream.of(UTF_16LE, UTF_16BE, Charset.forName("UTF-32LE"), Charset.forName("UTF-32BE"));
    }

    /** A parser guesses the encoding by the first bytes; in another one, what looks like another service is text. */
    @ParameterizedTest
    @MethodSource("wideCharsets")
    void otherEncodingsMayBeNeeded(Charset charset) {
        byte[] needed = record("iam.amazonaws.com", "CreateUser").getBytes(charset);
        assertThat(isNeeded(needed)).as("the reader reads it").isTrue();
        assertThat(FirstLook.mayBeNeeded(needed)).isTrue();
        byte[] decoy = "\"eventSource\":\"s3.amazonaws.com\"   }".getBytes(UTF_8);
        byte[] both = java.util.Arrays.copyOf(needed, needed.length + decoy.length);
        System.arraycopy(decoy, 0, both, needed.length, decoy.length);
        assertThat(FirstLook.mayBeNeeded(both)).isTrue();
    }

    @Test
    void lettersOfMoreBytesThanTheyNeedMayBeNeeded() {
        String record = record("\u00c1\u00a9am.amazonaws.com", "CreateUser");
        assertThat(FirstLook.mayBeNeeded(record.getBytes(ISO_8859_1))).isTrue();
        String longer = record("\u00e0\u0081\u00a9am.amazonaws.com", "CreateUser");
        assertThat(FirstLook.mayBeNeeded(longer.getBytes(ISO_8859_1))).isTrue();
    }

    @Test
    void looksOnlyAtItsPartOfTheBytes() {
        byte[] other = record("s3.amazonaws.com", "PutObject").getBytes(UTF_8);
        byte[] needed = record("iam.amazonaws.com", "CreateUser").getBytes(UTF_8);
        for (int shift = 0; shift < 40; shift++) {
            byte[] bytes = new byte[shift + needed.length + other.length + shift];
            java.util.Arrays.fill(bytes, (byte) '\\');
            System.arraycopy(needed, 0, bytes, shift, needed.length);
            System.arraycopy(other, 0, bytes, shift + needed.length, other.length);
            assertThat(FirstLook.mayBeNeeded(bytes, shift, needed.length)).isTrue();
            assertThat(FirstLook.mayBeNeeded(bytes, shift + needed.length, other.length)).isFalse();
        }
    }

    @Test
    void findsTheServiceWhereverItStands() {
        for (int shift = 0; shift < 100; shift++) {
            String padding = "\"p\":\"" + ".".repeat(shift) + "\",";
            assertThat(mayBeNeeded("{" + padding + record("iam.amazonaws.com", "X").substring(1))).isTrue();
            assertThat(mayBeNeeded("{" + padding + record("s3.amazonaws.com", "X").substring(1))).isFalse();
            assertThat(mayBeNeeded("{" + padding + "\"a\":\"\\u0061\"," + record("s3", "X").substring(1))).isTrue();
        }
    }

    /** At every distance from the first one and from the end; letters of more than one byte are no hiding place. */
    @Test
    void findsASecondServiceWhereverItStands() {
        String other = record("s3.amazonaws.com", "X");
        for (String fill : List.of(".", "tS", "\u00ff", "t\u00d3")) {
            for (int shift = 0; shift < 70; shift++) {
                String between = other.substring(0, other.length() - 1) + ",\"p\":\"" + fill.repeat(shift) + "\"";
                for (int rest = 0; rest < 20; rest++) {
                    String end = ",\"q\":\"" + "-".repeat(rest) + "\"}";
                    assertThat(mayBeNeeded(between + ",\"eventSource\":\"iam\"" + end)).isTrue();
                    assertThat(mayBeNeeded(between + ",\"eventSource\":\"iam\"}")).isTrue();
                    assertThat(mayBeNeeded(between + ",\"eventSource\":\"s3.amazonaws.com\"" + end)).isFalse();
                    assertThat(mayBeNeeded(between + end)).isFalse();
                }
            }
        }
    }

    @Test
    void needsTheCallsOfUsersAloneWhereTheyOnlyTellWhatSomebodyDid() {
        for (String service : FirstLook.OF_USERS) {
            String ofUser = record(service + ".amazonaws.com", "AssumeRole");
            assertThat(mayBeNeeded(ofUser)).isTrue();
            assertThat(mayBeNeeded(ofUser.replace("IAMUser", "AssumedRole"))).isFalse();
        }
    }

    /** Cuts, doubles, swaps and imitates pieces of records, and asks the reader whether what was dropped was needed. */
    @Test
    void neverDropsWhatTheReaderNeeds() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int needed = 0;
        int droppable = 0;
        for (int i = 0; i < 60_000; i++) {
            byte[] bytes = mutated(random);
            boolean isNeeded = isNeeded(bytes);
            boolean mayBeNeeded = FirstLook.mayBeNeeded(bytes);
            assertThat(mayBeNeeded || !isNeeded).as("seed %d, %s", seed, new String(bytes, ISO_8859_1)).isTrue();
            needed += isNeeded ? 1 : 0;
            droppable += mayBeNeeded ? 0 : 1;
        }
        assertThat(needed).as("seed %d", seed).isGreaterThan(5_000);
        assertThat(droppable).as("seed %d", seed).isGreaterThan(5_000);
    }

    private static final List<String> PIECES = List.of("\"eventSource\":\"iam.amazonaws.com\",",
            "\"eventSource\":\"s3.amazonaws.com\",", "\"eventName\" : \"StopLogging\",",
            "\"eventName\":\"PutBucketPolicy\",", "\"event\\u004eame\":\"StopLogging\",",
            "\"eventName\":\"Stop\\u004cogging\",", "\"eventName\":null,", "\"eventSource\" : \"iam\",",
            "\"eventSource\":\"iam.x\",",
            "\"event\\u0053ource\":\"iam.amazonaws.com\",", "\"eventSource\":\"\\u0069am.amazonaws.com\",",
            "\"eventSource\":\"s\\/3.amazonaws.com\",", "\"eventSource\":null,", "\"x\":\"\\\"eventSource\\\":\",",
            "\"x\":{\"eventSource\":\"s3.amazonaws.com\"},", "\"x\":[\"eventSource\",\"iam.amazonaws.com\"],",
            "\"eventSource\":\"\u00c1\u00a9am.amazonaws.com\",", "\"event\u00c1\u0093ource\":\"iam.amazonaws.com\",",
            "\"eventSource\":\"\u00e0\u0081\u00a9am.amazonaws.com\",", "\"n\":\"Z\u00c3\u00bcrich\",",
            "\"e\":\"\u00f0\u009f\u0098\u0080\",", " ", "\n", "\u0000", "\\", "\"", "{", "}", "u0069", "iam.", ",");

    private static byte[] mutated(Random random) {
        List<String> services = List.of("iam.amazonaws.com", "iam", "s3.amazonaws.com", "ec2.amazonaws.com",
                "cloudtrail.amazonaws.com");
        List<String> names = List.of("X", "CreateUser", "CreateUser", "CreateUser", "PutBucketPolicy", "StopLogging");
        StringBuilder json = new StringBuilder(record(services.get(random.nextInt(services.size())),
                names.get(random.nextInt(names.size()))));
        for (int change = random.nextInt(4); change > 0; change--) {
            int comma = json.indexOf(",", random.nextInt(json.length()));
            int at = random.nextInt(3) == 0 ? random.nextInt(json.length()) : comma < 0 ? 1 : comma + 1;
            switch (random.nextInt(8)) {
                case 0 -> json.deleteCharAt(at % json.length());
                case 1 -> json.setCharAt(at % json.length(), (char) random.nextInt(256));
                default -> json.insert(Math.min(at, json.length()), PIECES.get(random.nextInt(PIECES.size())));
            }
        }
        Charset charset = random.nextInt(20) == 0 ? UTF_16LE : ISO_8859_1;
        return json.toString().getBytes(charset);
    }
}
