package io.iamwatch.detector.baseline;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.detector.event.EntityKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorizationDetailsTest {

    private static final JsonNode ACCOUNT = Snapshots.file("account.json");
    private static final String SHAPE = "no output of get-account-authorization-details: ";

    @Test
    void anAccountIsFoundInItsArnsAndItsEntitiesAreCounted() {
        AuthorizationDetails details = AuthorizationDetails.of(List.of(ACCOUNT));
        assertThat(details.account()).isEqualTo("111122223333");
        assertThat(List.of(EntityKind.USER, EntityKind.GROUP, EntityKind.ROLE, EntityKind.POLICY))
                .extracting(details::count).containsExactly(2, 1, 1, 2);
        assertThat(details.isTruncated()).isFalse();
        assertThat(AuthorizationDetails.of(List.of(Snapshots.file("govcloud.json"))).account())
                .isEqualTo("222233334444");
    }

    @Test
    void pagesAreMergedHoweverTheyAreWritten() {
        String one = page("a", true);
        String two = page("b", false);
        Baseline merged = Baseline.of(Snapshots.details("{\"UserDetailList\":[" + user("a") + "," + user("b")
                + "]}"), 5);
        for (String written : List.of(one + two, one + "\n" + two + "\n", "[" + one + "," + two + "]",
                two + "\n\n" + one, "[" + one + "]\n" + two)) {
            AuthorizationDetails details = Snapshots.details(written);
            assertThat(details.count(EntityKind.USER)).isEqualTo(2);
            assertThat(details.isTruncated()).isFalse();
            assertThat(Baseline.of(details, 5).id()).as(written).isEqualTo(merged.id());
        }
    }

    @Test
    void anEntityThatPagesRepeatCountsOnceAsTheLastPageHasIt() {
        String later = page("A", false).replace("\"UserName\"", "\"UserId\":\"AIDALATER\",\"UserName\"");
        AuthorizationDetails details = Snapshots.details(page("a", true) + later);
        assertThat(details.entities()).singleElement()
                .satisfies(entity -> assertThat(entity.node().path("UserId").textValue()).isEqualTo("AIDALATER"));
    }

    @Test
    void aMissingLastPageIsNoticed() {
        assertThat(Snapshots.details(page("a", true)).isTruncated()).isTrue();
        ObjectNode stopped = ACCOUNT.deepCopy();
        stopped.put("NextToken", "eyJNYXJrZXIiOiBudWxsfQ==");
        assertThat(AuthorizationDetails.of(List.of(stopped)).isTruncated()).isTrue();
    }

    @Test
    void whatOtherShellsWriteIsReadToo() throws IOException {
        byte[] utf16 = ("\uFEFF" + ACCOUNT.toPrettyString()).getBytes(UTF_16LE);
        assertThat(AuthorizationDetails.read(new ByteArrayInputStream(utf16)).account()).isEqualTo("111122223333");
        assertThat(Snapshots.details("\uFEFF" + ACCOUNT).account()).isEqualTo("111122223333");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"`` | nothing in it", "`  ` | nothing in it",
            "[] | nothing in it", "hello | no JSON at line 1, column 1",
            "`{'a':1,\n  'b':x}` | no JSON at line 2, column 7",
            "{'UserDetailList':[ | no JSON at line 1, column 20",
            "{'Users':[]} | SHAPE no UserDetailList, GroupDetailList, RoleDetailList or Policies in it",
            "7 | SHAPE no UserDetailList, GroupDetailList, RoleDetailList or Policies in it",
            "{'Policies':[]} 'x' | SHAPE no UserDetailList, GroupDetailList, RoleDetailList or Policies in document 2",
            "{'Policies':{}} | SHAPE Policies in it is no list",
            "{'Policies':[]} | no account in it: nothing in it has the ARN of an account",
            "{'Policies':[{'Arn':'arn:aws:iam::aws:policy/x'}]} "
                    + "| no account in it: nothing in it has the ARN of an account",
            "{'UserDetailList':[{'UserName':'a','Arn':'nonsense'}]} "
                    + "| no account in it: nothing in it has the ARN of an account",
            "{'UserDetailList':[{'UserName':'a','Arn':'arn:aws:iam::one:user/a'}]} "
                    + "| the account that its ARNs name is none: one",
            "{'UserDetailList':[{'UserName':'a','Arn':'arn:aws:iam::1:user/a'}],'Policies':[{'Arn':"
                    + "'arn:aws:iam::2:policy/p'}]} | more than one account in it: 1, 2"})
    void whatCannotBePublishedIsToldInOneLine(String json, String message) {
        assertThatThrownBy(() -> Snapshots.details(json.replace('\'', '"')))
                .isInstanceOf(UnusableDetailsException.class).hasMessage(message.replace("SHAPE ", SHAPE));
    }

    private static String page(String user, boolean truncated) {
        return ("{'UserDetailList':[" + user(user) + "],'IsTruncated':" + truncated + "}").replace('\'', '"');
    }

    private static String user(String name) {
        return "{'UserName':'%s','Arn':'arn:aws:iam::111122223333:user/%s'}".formatted(name, name).replace('\'', '"');
    }
}
