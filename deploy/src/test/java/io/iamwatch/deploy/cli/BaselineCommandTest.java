package io.iamwatch.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class BaselineCommandTest {

    private static final String DETAILS = """
            {"UserDetailList":[{"UserName":"a","Arn":"arn:aws:iam::111122223333:user/a"}],"GroupDetailList":[],
            "RoleDetailList":[],"Policies":[{"Arn":"arn:aws:iam::aws:policy/ReadOnlyAccess"}]}
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aDryRunTellsWhatWouldBePublished() throws IOException {
        Path file = file(DETAILS);
        assertThat(run("baseline", file.toString(), "--dry-run")).as(err.toString()).isZero();
        assertThat(out.toString().lines()).hasSize(5).contains("account:  111122223333",
                "start:    2026-03-01T09:30:00Z, the file's modification time",
                "holds:    users 1, groups 0, roles 0, policies 1")
                .anyMatch(line -> line.matches("baseline: [0-9a-f]{32}"))
                .anyMatch(line -> line.matches("not published, a dry run: 1 part, \\d+ bytes"));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theSameSnapshotHasTheSameIdWhereverItComesFrom() throws IOException {
        String[] start = {"--start", "2026-03-01T10:30:00+01:00", "--dry-run"};
        assertThat(run("baseline", file(DETAILS).toString(), start[0], start[1], start[2])).isZero();
        String ofFile = out.toString();
        out.getBuffer().setLength(0);
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream(DETAILS.getBytes(UTF_8)));
            assertThat(run("baseline", "-", start[0], start[1], start[2])).isZero();
        } finally {
            System.setIn(before);
        }
        assertThat(out.toString()).isEqualTo(ofFile).contains("2026-03-01T09:30:00Z, as told");
    }

    @Test
    void whatIsMissingOrUnusableIsToldButNoReasonToStop() throws IOException {
        String details = DETAILS.replace("\"GroupDetailList\":[]", "\"GroupDetailList\":[{}],\"IsTruncated\":true");
        assertThat(run("baseline", file(details).toString(), "--dry-run")).isZero();
        assertThat(err.toString().lines()).containsExactly("the snapshot is not complete: its last page is missing",
                "not usable, and skipped by the detector: 1 without a name that IAM gives, or with absurdly many "
                        + "policies");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{'UserDetailList':x | no JSON at line 1, column 19",
            "{'Users':[]} | no output of get-account-authorization-details: no UserDetailList, GroupDetailList, "
                    + "RoleDetailList or Policies in it",
            "{'Policies':[]} | no account in it: nothing in it has the ARN of an account",
            "{'Policies':[{'Arn':'arn:aws:iam::1:policy/a'},{'Arn':'arn:aws:iam::2\\u001b[2J:policy/b'}]} "
                    + "| more than one account in it: 1, 2\\u001b[2J"})
    void whatIsNoSnapshotIsToldInOneLine(String json, String message) throws IOException {
        Path file = file(json.replace('\'', '"'));
        assertThat(run("baseline", file.toString())).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("iamwatch baseline: " + file + ": " + message + "\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsTold() {
        assertThat(run("baseline", folder.resolve("none\u202e.json").toString())).isEqualTo(1);
        assertThat(run("baseline", folder.toString())).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(2).first().asString()
                .endsWith("none\\u202e.json: there is no such file");
        assertThat(err.toString()).contains(folder + ": cannot be read: ").doesNotContain("\u202e");
    }

    @Test
    void aSnapshotOfTheFutureIsRefused() throws IOException {
        assertThat(run("baseline", file(DETAILS).toString(), "--start", "2999-01-01T00:00:00Z")).isEqualTo(1);
        assertThat(err.toString()).contains("the snapshot would begin at 2999-01-01T00:00:00Z (as told), which is in "
                + "the future").hasLineCount(1);
    }

    @Test
    void noKafkaIsTold() throws IOException {
        assertThat(run("baseline", file(DETAILS).toString(), "--bootstrap-servers", "nonsense")).isEqualTo(1);
        assertThat(err.toString()).startsWith("iamwatch baseline: not published to iamwatch.baseline: ")
                .contains("nonsense").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--live FILE", "--live --start 2026-03-01T09:30:00Z", "FILE --region eu-west-1",
            "FILE --profile p", "FILE --endpoint http://localhost", "-", "FILE --start yesterday",
            "FILE --start 2026-03-01T09:30:00", "FILE --command-config none", "--live --endpoint nonsense", "FILE FILE",
            "FILE --unknown"})
    void wrongUsageIsTold(String arguments) {
        assertThat(run(("baseline " + arguments).trim().split(" "))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).isNotEmpty();
    }

    private Path file(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("details.json"), text);
        return Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-03-01T09:30:00Z")));
    }

    private int run(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
