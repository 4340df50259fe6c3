package io.iamwatch.detector.baseline;

import static io.iamwatch.detector.baseline.Snapshots.ACCOUNT;
import static io.iamwatch.detector.baseline.Snapshots.ORIGIN;
import static io.iamwatch.detector.baseline.Snapshots.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.detector.baseline.BaselineReader.Reading;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Sha256;
import io.iamwatch.detector.event.Subject;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaselineReaderTest {

    private static final byte[] VALUE = Snapshots.record(ACCOUNT, Snapshots.file("account.json"));
    private static final Reading.Part PART = Snapshots.part(VALUE, ACCOUNT);

    @Test
    void everyEntityIsAnEventThatNobodyDid() {
        assertThat(PART).extracting(Reading.Part::baseline, Reading.Part::account, Reading.Part::startSecond,
                Reading.Part::skipped).containsExactly("b-1", ACCOUNT, START, 0);
        assertThat(PART.events()).extracting(IamEvent::id).containsExactly(id("user/christophe"),
                id("user/backup-sync"), id("group/operators"), id("role/ci-deploy"), id("policy/team-ops"),
                id("policy/aws/administratoraccess"));
        assertThat(PART.events()).allSatisfy(event -> {
            assertThat(event.call().actor()).isEqualTo("the IAM snapshot");
            assertThat(event.call().identity()).isEqualTo("the IAM snapshot");
            assertThat(event.sha256()).isEqualTo(Sha256.hex(VALUE));
            assertThat(event.origin()).isEqualTo(ORIGIN);
            assertThat(event.second()).isEqualTo(START);
        });
    }

    @Test
    void aUserIsReadWithEverythingThatGivesItRights() {
        Change.Snapshot user = Snapshots.snapshot(PART, "user Backup-Sync");
        assertThat(user.uniqueId()).isEqualTo("AIDAEXAMPLE000000002");
        assertThat(user.arn()).isEqualTo("arn:aws:iam::111122223333:user/ops/Backup-Sync");
        assertThat(user.created()).isEqualTo(Instant.parse("2023-06-07T08:09:10Z").getEpochSecond());
        assertThat(user.attached()).containsExactly("arn:aws:iam::111122223333:policy/team/team-ops");
        assertThat(user.groups()).containsExactly("Operators", "readers");
        assertThat(user.boundaryArn()).isEqualTo("arn:aws:iam::111122223333:policy/limits");
        assertThat(user.inline()).containsExactly(Map.entry("own-keys", "{\"Version\":\"2012-10-17\",\"Statement\":"
                + "[{\"Effect\":\"Allow\",\"Action\":\"iam:*AccessKey*\","
                + "\"Resource\":\"arn:aws:iam::*:user/${aws:username}\"}]}"),
                Map.entry("encoded", "{\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"s3:*\","
                        + "\"Resource\":\"a+b+cé\"}}"),
                Map.entry("plain", "{\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"100%25\"}}"));
        assertThat(user.trust()).isNull();
        assertThat(user.versions()).isEmpty();
        assertThat(user.defaultVersion()).isNull();
    }

    @Test
    void groupsAndRolesAreReadAlike() {
        Change.Snapshot group = Snapshots.snapshot(PART, "group Operators");
        assertThat(group.inline()).containsOnlyKeys("all");
        assertThat(group.uniqueId()).isEqualTo("AGPAEXAMPLE000000001");
        Change.Snapshot role = Snapshots.snapshot(PART, "role ci-deploy");
        assertThat(role.uniqueId()).isEqualTo("AROAEXAMPLE000000001");
        assertThat(role.trust()).startsWith("{\"Version\"").contains("arn:aws:iam::444455556666:root");
        assertThat(role.created()).isEqualTo(Instant.parse("2022-03-04T05:06:07Z").getEpochSecond());
        assertThat(role.attached()).containsExactly("arn:aws:iam::aws:policy/PowerUserAccess");
    }

    @Test
    void policiesHaveAllTheirVersionsAndAwsOnesNoBirth() {
        Change.Snapshot own = Snapshots.snapshot(PART, "policy team-ops");
        assertThat(own.versions()).containsOnlyKeys("v1", "v2");
        assertThat(own.defaultVersion()).isEqualTo("v2");
        assertThat(own.created()).isEqualTo(Instant.parse("2022-01-01T00:00:00Z").getEpochSecond());
        assertThat(own.uniqueId()).isEqualTo("ANPAEXAMPLE000000001");
        Change.Snapshot aws = Snapshots.snapshot(PART, "policy aws/AdministratorAccess");
        assertThat(aws.created()).isNull();
        assertThat(aws.versions()).containsOnlyKeys("v1");
    }

    @Test
    void anotherPartitionIsReadTheSameWay() {
        Reading.Part part = Snapshots.part(Snapshots.record("222233334444", Snapshots.file("govcloud.json")),
                "222233334444");
        assertThat(part.skipped()).isZero();
        Change.Snapshot user = Snapshots.snapshot(part, "user gov-admin");
        assertThat(user.created()).isEqualTo(1_612_325_106);
        assertThat(user.attached()).containsExactly("arn:aws-us-gov:iam::aws:policy/AdministratorAccess");
        Change.Snapshot role = Snapshots.snapshot(part, "role AWSServiceRoleForSupport");
        assertThat(role.created()).isEqualTo(1_612_325_106);
        assertThat(role.trust()).isEqualTo("{\"Statement\":[]}");
        Change.Snapshot policy = Snapshots.snapshot(part, "policy aws/AdministratorAccess");
        assertThat(policy.defaultVersion()).as("as the versions say").isEqualTo("v1");
        assertThat(policy.created()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"'2024-05-01T10:00:00+00:00' | 1714557600",
            "'2024-05-01T12:00:00.999999+02:00' | 1714557600", "'2024-05-01T10:00:00Z' | 1714557600",
            "1714557600 | 1714557600", "1714557600.75 | 1714557600", "0 | 0", "'2024-05-01T10:00:00' |", "'' |",
            "'yesterday' |", "-1 |", "1e400 |", "99999999999999999999 |", "null |", "true |", "[] |"})
    void creationIsReadHoweverItIsWritten(String created, Long second) {
        Reading.Part part = Snapshots.part("{'UserDetailList':[{'UserName':'a','CreateDate':" + created + "}]}");
        assertThat(Snapshots.snapshot(part, "user a").created()).isEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'text'", "{}", "null", "[]", "{'UserName':7}", "{'UserName':''}", "{'UserName':'LONG'}",
            "{'UserName':'a','Arn':'arn:aws:iam::444455556666:user/a'}", "{'UserName':'a','GroupList':[MANY]}",
            "{'UserName':'a','Arn':'arn:aws:iam::aws:user/a'}", "{'UserName':'OK'}"})
    void whatIsNoEntityIsSkippedAndCountedAndTheOthersStay(String entity) {
        String json = "{'UserDetailList':[{'UserName':'ok'}," + entity.replace("LONG", "a".repeat(129))
                .replace("MANY", "'g',".repeat(1000) + "'g'") + "]}";
        Reading.Part part = Snapshots.part(json);
        assertThat(part.skipped()).isEqualTo(1);
        assertThat(part.events()).extracting(event -> event.change().subject()).containsExactly(Subject.user("ok"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'PolicyName':'a'}", "{'PolicyName':'a','Arn':''}",
            "{'Arn':'arn:aws:iam::111122223333:policy/'}", "{'Arn':'arn:aws:iam::444455556666:policy/a'}"})
    void aPolicyIsNamedByItsArn(String policy) {
        assertThat(Snapshots.part("{'Policies':[" + policy + "]}").skipped()).isEqualTo(1);
    }

    @Test
    void theLongestNameOfIamIsNotTooLong() {
        String name = "a".repeat(128);
        Reading.Part part = Snapshots.part("{'UserDetailList':[{'UserName':'" + name
                + "'}],'Policies':[{'Arn':'arn:aws:iam::aws:policy/" + name + "'}]}");
        assertThat(part.skipped()).isZero();
        assertThat(part.events()).hasSize(2);
    }

    @Test
    void whatIsOddWithinAnEntityIsLeftOut() {
        Change.Snapshot user = Snapshots.snapshot(Snapshots.part("{'UserDetailList':[{'UserName':'a','UserId':7,"
                + "'GroupList':[7,'','g'],'AttachedManagedPolicies':[{},'x',{'PolicyArn':'p'}],"
                + "'PermissionsBoundary':'none','UserPolicyList':[{'PolicyName':'none'},{},"
                + "{'PolicyName':'list','PolicyDocument':[1]},{'PolicyName':'bad','PolicyDocument':'%7B%zz'}]}]}"),
                "user a");
        assertThat(user.uniqueId()).isNull();
        assertThat(user.groups()).containsExactly("g");
        assertThat(user.attached()).containsExactly("p");
        assertThat(user.boundaryArn()).isNull();
        assertThat(user.inline()).containsOnlyKeys("none", "list", "bad").containsEntry("none", null)
                .containsEntry("list", null).containsEntry("bad", "%7B%zz");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"`` | id", "{ | malformed",
            "{}{} | malformed", "[] | id", "7 | id", "{} | id", "{'baseline':'','account':'1','start':1} | id",
            "{'baseline':7} | id", "{'baseline':'b'} | account", "{'baseline':'b','account':'root'} | account",
            "{'baseline':'b','account':'111122223333'} | start",
            "{'baseline':'b','account':'111122223333','start':'now'} | start",
            "{'baseline':'b','account':'111122223333','start':-5} | start",
            "{'baseline':'b','account':'111122223333','start':1} | details",
            "{'baseline':'b','account':'111122223333','start':1,'details':[]} | details"})
    void whatIsNoPartIsPoisonWithAReason(String value, String reason) {
        assertThat(BaselineReader.read(value.replace('\'', '"').getBytes(UTF_8), ACCOUNT, ORIGIN))
                .isInstanceOfSatisfying(Reading.Poison.class,
                        poison -> assertThat(poison.reason()).startsWith("baseline ").contains(reason));
    }

    @Test
    void anotherAccountsPartIsMisplaced() {
        assertThat(BaselineReader.read(VALUE, "444455556666", ORIGIN)).isEqualTo(new Reading.Misplaced(ACCOUNT));
        assertThat(BaselineReader.read(VALUE, null, ORIGIN)).isEqualTo(new Reading.Misplaced(ACCOUNT));
    }

    @Test
    void anAbsurdIdAndNoValueArePoison() {
        byte[] value = ("{\"baseline\":\"" + "b".repeat(65) + "\"}").getBytes(UTF_8);
        assertThat(BaselineReader.read(value, ACCOUNT, ORIGIN)).isInstanceOf(Reading.Poison.class);
        assertThat(BaselineReader.read(null, ACCOUNT, ORIGIN)).isInstanceOf(Reading.Poison.class);
    }

    @Test
    void anyBytesAreReadWithoutAnException() {
        for (int cut = 0; cut < VALUE.length; cut += 7) {
            assertThat(BaselineReader.read(Arrays.copyOf(VALUE, cut), ACCOUNT, ORIGIN))
                    .isInstanceOf(Reading.Poison.class);
        }
        List.of("[".repeat(100_000), "{\"baseline\":".repeat(5000)).forEach(deep -> assertThat(
                BaselineReader.read(deep.getBytes(UTF_8), ACCOUNT, ORIGIN)).isInstanceOf(Reading.Poison.class));
    }

    private static EventId id(String entity) {
        return new EventId(ACCOUNT, "b-1/" + entity, "Baseline", START);
    }
}
