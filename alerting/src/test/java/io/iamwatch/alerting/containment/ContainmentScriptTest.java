package io.iamwatch.alerting.containment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.alerting.investigation.Eve;
import io.iamwatch.alerting.investigation.Told;
import io.iamwatch.alerting.terminal.ContainmentText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole script of a containment in a real shell, with a program called aws that notes what it is given. */
class ContainmentScriptTest {

    private static final String HOSTILE = "$(touch pwned)';touch pwned;'`touch pwned`\n\ntouch pwned\r\u202e\u001b[2J";

    @TempDir
    private Path folder;

    /** What is in a list may be named by an attacker, too: names of policies are words, whatever they hold. */
    private static final String AWS = """
            #!/bin/sh
            for word in "$@"; do printf '%s\\000' "$word" >>"$CALLS"; done
            printf '\\036' >>"$CALLS"
            case "$2" in
            list-access-keys) printf 'AKIA1111111111111111\\tAKIA2222222222222222\\n';;
            list-user-policies) printf '%s\\t%s\\n' '$(touch${IFS}pwned)' "-x;touch+pwned'*";;
            list-attached-user-policies) echo None;;
            esac
            """;

    @Test
    void eachCommandIsGivenToAwsWordByWord() throws Exception {
        List<List<String>> calls = run(Told.administrator());
        assertThat(calls).contains(
                List.of("iam", "update-access-key", "--user-name=eve", "--status=Inactive",
                        "--access-key-id=AKIA2222222222222222"),
                List.of("iam", "delete-access-key", "--user-name=eve", "--access-key-id=AKIA1111111111111111"),
                List.of("iam", "delete-user-policy", "--user-name=eve", "--policy-name=$(touch${IFS}pwned)"),
                List.of("iam", "delete-user-policy", "--user-name=eve", "--policy-name=-x;touch+pwned'*"),
                List.of("iam", "list-access-keys", "--user-name=christophe", "--output=text",
                        "--query=AccessKeyMetadata[].AccessKeyId"));
        assertThat(calls).noneMatch(call -> call.contains("detach-user-policy"));
        assertThat(calls.getLast()).containsExactly("iam", "delete-user", "--user-name=eve");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-rf", "$(touch pwned)", "'; touch pwned; '", "a\ntouch pwned",
            "role x (session a)\ntouch pwned",
            "role $(touch pwned) (session x)", "`touch pwned`", "a|touch pwned", HOSTILE})
    void whateverNamesHoldNothingElseRuns(String name) throws Exception {
        List<List<String>> calls = run(Told.madeBy(name).call(1, name, "PutUserPolicy", "{}"),
                Told.by("self-escalation").call(2, "eve", "CreateUser", "{'requestParameters':{'userName':'x'}}")
                        .call(3, name, "CreateAccessKey", ""));
        assertThat(calls).allMatch(call -> List.of("iam", "sts", "organizations").contains(call.getFirst()));
        assertThat(calls).filteredOn(call -> call.contains("get-user"))
                .allMatch(call -> call.size() == 3 && call.get(2).startsWith("--user-name="));
    }

    private List<List<String>> run(Told... alerts) throws Exception {
        Path programs = Files.createDirectory(folder.resolve("bin"));
        Path work = Files.createDirectory(folder.resolve("work"));
        Path calls = folder.resolve("calls");
        program(programs.resolve("aws"), AWS);
        program(programs.resolve("sleep"), "#!/bin/sh\n");
        Path script = Files.writeString(folder.resolve("script.sh"),
                ContainmentText.of(Containment.of(Eve.incident(alerts))));
        ProcessBuilder shell = new ProcessBuilder("sh", script.toString()).directory(work.toFile())
                .redirectErrorStream(true);
        shell.environment().put("PATH", programs + ":" + System.getenv("PATH"));
        shell.environment().put("CALLS", calls.toString());
        Process process = shell.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        assertThat(out).doesNotContain("not found");
        try (Stream<Path> made = Files.list(work)) {
            assertThat(made).as("nothing else was run").isEmpty();
        }
        List<List<String>> all = new ArrayList<>();
        for (String call : Files.readString(calls).split("\u001e", -1)) {
            List<String> words = Arrays.asList(call.split("\0", -1));
            if (words.size() > 1) {
                all.add(words.subList(0, words.size() - 1));
            }
        }
        return all;
    }

    private static void program(Path file, String text) throws Exception {
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
