package io.iamwatch.deploy.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The configuration by which all services log, with a real logger: whatever is logged does no harm where it is
 * read.
 */
class HarmlessLogTest {

    private static final String FILE = "iamwatch.log";

    @TempDir
    private Path folder;
    private LoggerContext context;

    static List<String> hostile() {
        return List.of("\u001b[2J\u001b]0;owned\u0007", "a\n00:00:00.000 ERROR [main] forged - line", "a\r\rb",
                "\u0085x\u2028y",
                "\u202egnp.exe\u2066", "\u200b\u0000\u009b31m", "${jndi:ldap://127.0.0.1:1/a}", "%n%ex{}{}",
                "\uD800", "x".repeat(10_000), "e\u0301\u0301\u0301\u0301\u0301");
    }

    @BeforeEach
    void configure() throws IOException {
        System.setProperty(FILE, folder.resolve("log").toString());
        context = new LoggerContext("test");
        try (InputStream in = HarmlessLogTest.class.getResourceAsStream("/log4j2.xml")) {
            context.start(new XmlConfiguration(context, new ConfigurationSource(in)));
        }
    }

    @AfterEach
    void forget() {
        context.stop();
        System.clearProperty(FILE);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aMessageIsOneHarmlessLine(String text) throws IOException {
        logger().warn("rejected a record; reason={} position={}", text, "t/0/1");
        logger().warn(text);
        assertThat(log()).hasSize(2).allSatisfy(HarmlessLogTest::isHarmless);
        assertThat(log().getFirst()).contains("rejected a record; reason=");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void anExceptionIsAHarmlessLineForEachMessageAndFrame(String text) throws IOException {
        var cause = new IllegalStateException(text);
        var thrown = new IOException(text, cause);
        thrown.addSuppressed(new IllegalArgumentException(text));
        cause.addSuppressed(thrown);
        logger().error("cannot be gathered", thrown);
        assertThat(log()).allSatisfy(HarmlessLogTest::isHarmless);
        assertThat(log().getFirst()).endsWith(" - cannot be gathered");
        assertThat(log()).filteredOn(line -> !line.startsWith("\tat ")).hasSize(4);
        assertThat(log().get(1)).startsWith("java.io.IOException: ");
        assertThat(log()).anyMatch(line -> line.startsWith("Caused by: java.lang.IllegalStateException: "))
                .anyMatch(line -> line.startsWith("Suppressed: java.lang.IllegalArgumentException: "))
                .anyMatch(line -> line.startsWith("\tat io.iamwatch.deploy.log.HarmlessLogTest"));
    }

    @Test
    void whatIsHarmlessStandsAsItIs() throws IOException {
        logger().warn("restored; topic={} offset={} über 日本", "iamwatch.alerts", 7);
        assertThat(log()).singleElement().asString()
                .endsWith("WARN  [main] i.i.d.l.HarmlessLogTest - restored; topic=iamwatch.alerts offset=7 über 日本");
    }

    private Logger logger() {
        return context.getLogger(HarmlessLogTest.class.getName());
    }

    private List<String> log() throws IOException {
        return Files.readString(folder.resolve("log"), UTF_8).lines().toList();
    }

    private static void isHarmless(String line) {
        assertThat(line.startsWith("\tat ") ? line.substring(1) : line)
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\u2028\u2029]").hasSizeLessThan(9_000)
                .doesNotStartWith("00:00:00.000 ERROR [main] forged");
    }
}
