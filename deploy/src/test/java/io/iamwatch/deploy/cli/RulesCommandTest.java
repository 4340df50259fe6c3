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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class RulesCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aValidFileIsToldInOneLine() throws IOException {
        Path file = file("latenessHorizon: 1d\nallow: [{principalId: AIDAEXAMPLEEXAMPLE123, owner: a, reason: b, "
                + "expires: 2027-03-31}]\n");
        assertThat(run("rules", "check", file.toString())).isZero();
        assertThat(out.toString()).startsWith(file + ": valid, 11 of 12 rules on, allow entries: 1 (the first expires "
                + "after 2027-03-31), hash ").hasLineCount(1);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void everyErrorIsALineWithItsPlace() throws IOException {
        Path file = file("latenesHorizon: 1d\nrules:\n  new-admin-user:\n    window: 1y\n");
        assertThat(run("rules", "check", file.toString())).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly(
                file + ":1:1: the file: unknown key \"latenesHorizon\"; latenessHorizon was meant?",
                file + ":4:13: window is the text \"1y\"; it must be a number and s, m, h or d, as in 7d");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whatAFileSaysCannotMoveTheCursor() throws IOException {
        Path file = file("\"\\e[2J\\n\u202e\": 1\n");
        assertThat(run("rules", "check", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("\\u001b[2J\\n\\u202e").hasLineCount(1).doesNotContain("\u001b");
        assertThat(run("rules", "explain", file("allow: [{principalId: AIDAEXAMPLEEXAMPLE123, owner: \"\u202ea\", "
                + "reason: b, expires: 2027-03-31}]\n").toString())).isZero();
        assertThat(out.toString()).contains("\\u202ea").doesNotContain("\u202e");
    }

    @Test
    void standardInputIsAFileToo() {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream("rules: 1".getBytes(UTF_8)));
            assertThat(run("rules", "check", "-")).isEqualTo(1);
        } finally {
            System.setIn(before);
        }
        assertThat(err.toString()).startsWith("-:1:8: rules is the number 1; ");
    }

    @Test
    void binaryFilesGiveOneProblem() throws IOException {
        Path file = Files.write(folder.resolve("rules.class"), new byte[]{(byte) 0xCA, (byte) 0xFE, 0, 1});
        assertThat(run("rules", "check", file.toString())).isEqualTo(1);
        assertThat(err.toString()).isEqualTo(file + ":1:1: is not UTF-8 here; is this a rules file?\n");
    }

    @Test
    void whatCannotBeReadAndWrongUsageAreTold() {
        assertThat(run("rules", "check", folder.resolve("none.yaml").toString())).isEqualTo(2);
        assertThat(err.toString()).endsWith("none.yaml: cannot be read: there is no such file\n");
        assertThat(run("rules", "check", folder.toString())).isEqualTo(2);
        assertThat(run("rules", "explain", "a\0b")).isEqualTo(2);
        assertThat(run("rules", "check")).isEqualTo(2);
        assertThat(run("rules", "check", "a", "b")).isEqualTo(2);
        assertThat(run("rules")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void theDefaultIsExplainedWithoutAFile() {
        assertThat(run("rules", "explain")).isZero();
        assertThat(out.toString()).contains("new-admin-user (New administrator): on.", "Window: 7 days.");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void anInvalidFileIsNotExplained() throws IOException {
        assertThat(run("rules", "explain", file("[]").toString())).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains(":1:1: the file is a list; ");
    }

    @Test
    void whatIsPrintedToStartFromIsValid() throws IOException {
        assertThat(run("rules", "default")).isZero();
        Path file = file(out.toString());
        assertThat(run("rules", "check", file.toString())).isZero();
        out.getBuffer().setLength(0);
        assertThat(run("rules", "schema")).isZero();
        assertThat(out.toString()).startsWith("{").contains("https://json-schema.org/draft/2020-12/schema");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaa bbbbbbbbb cccccccccccc d",
            "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀 x", "a  b"})
    void linesHoldAllThatAParagraphHolds(String paragraph) {
        var lines = Lines.wrap(paragraph, 10);
        assertThat(lines).allMatch(line -> line.codePointCount(0, line.length()) <= 10);
        assertThat(String.join("", lines).replace(" ", "")).isEqualTo(paragraph.replace(" ", ""));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("rules.yaml"), text);
    }

    private int run(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
