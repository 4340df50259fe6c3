package io.iamwatch.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.iamwatch.deploy.embedded.TestAuthority;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What health and metrics need for https and for certificates of callers, and what is said when it is not there.
 */
class HttpStoresTest {

    private static final String LEAST = "data.dir=/var/lib/iamwatch\n";
    private static final String PASSWORD = "correct-horse-battery";
    private static final String EVERYWHERE = "http.address=0.0.0.0\n";
    private static final String TOKEN = "http.token=0123456789abcdef\n";

    @TempDir
    private static Path folder;
    private static Path key;
    private static Path trust;
    private static Path keyPem;
    private static Path trustPem;

    @BeforeAll
    static void issueCertificates() throws Exception {
        TestAuthority authority = TestAuthority.create(folder.resolve("authority"), PASSWORD);
        key = authority.issue("server");
        keyPem = authority.issuePem("server-in-pem");
        trust = authority.trust();
        trustPem = authority.trustPem();
    }

    @Test
    void beyondLoopbackCertificatesOfCallersAreEnough() throws IOException {
        assertThat(valid(EVERYWHERE + keystore(key, PASSWORD) + truststore(trust, PASSWORD)).httpTls())
                .hasValueSatisfying(tls -> assertThat(tls.callersShowCertificates()).isTrue());
        assertThat(valid(EVERYWHERE + pem("keystore", keyPem) + pem("truststore", trustPem)).httpTls())
                .hasValueSatisfying(tls -> assertThat(tls.callersShowCertificates()).isTrue());
    }

    @Test
    void beyondLoopbackHttpsNeedsATokenToo() throws IOException {
        assertThat(valid(EVERYWHERE + keystore(key, PASSWORD) + TOKEN).httpTls())
                .hasValueSatisfying(tls -> assertThat(tls.callersShowCertificates()).isFalse());
        assertThat(problem(EVERYWHERE + keystore(key, PASSWORD))).isEqualTo(new Problem("http.address",
                "0.0.0.0 can be reached by other machines: set http.token, or http.ssl.keystore.location and "
                        + "http.ssl.truststore.location, or stay on 127.0.0.1"));
    }

    @Test
    void withoutAKeyItIsHttp() throws IOException {
        assertThat(valid("").httpTls()).isEmpty();
    }

    @Test
    void authoritiesNeedAKey() throws IOException {
        assertThat(problem(truststore(trust, PASSWORD))).isEqualTo(new Problem(
                "http.ssl.truststore.location",
                "needs http.ssl.keystore.location too: by itself it does nothing"));
    }

    @Test
    void whatIsSaidOfAFileThatIsNotNamedIsAMistake() throws IOException {
        assertThat(problem("http.ssl.keystore.password=" + PASSWORD)).isEqualTo(new Problem(
                "http.ssl.keystore.password", "needs http.ssl.keystore.location too: by itself it does nothing"));
        assertThat(problem(keystore(key, PASSWORD) + "http.ssl.truststore.type=PEM\n")).isEqualTo(new Problem(
                "http.ssl.truststore.type", "needs http.ssl.truststore.location too: by itself it does nothing"));
    }

    @Test
    void aFileThatIsMissingIsSaidToBe() throws IOException {
        assertThat(problems(keystore(Path.of("/no/key.p12"), PASSWORD) + truststore(Path.of("/no/trust.p12"), "any")))
                .containsExactly(new Problem("http.ssl.keystore.location",
                        "/no/key.p12 cannot be read: there is no such file"),
                        new Problem("http.ssl.truststore.location",
                                "/no/trust.p12 cannot be read: there is no such file"));
    }

    @Test
    void aWrongPasswordIsSaidToBeAndNotTold() throws IOException {
        String wrong = "wrong-horse-battery";
        assertThat(problems(keystore(key, wrong) + truststore(trust, wrong))).extracting(Problem::message)
                .satisfiesExactly(
                        message -> assertThat(message).startsWith(key + " cannot be read: ")
                                .contains("password was incorrect", "http.ssl.keystore.password"),
                        message -> assertThat(message).startsWith(trust + " cannot be read: ")
                                .contains("password was incorrect", "http.ssl.truststore.password"))
                .noneMatch(message -> message.contains(wrong));
        assertThat(problem(keystore(key, PASSWORD) + "http.ssl.key.password=" + wrong).message())
                .startsWith(key + " cannot be read: ").contains("http.ssl.key.password").doesNotContain(wrong);
    }

    @Test
    void aPasswordThatIsMissingIsSaidToBe() throws IOException {
        assertThat(problem("http.ssl.keystore.location=" + key).message()).contains("password is not specified",
                "http.ssl.keystore.password");
        assertThat(problem(keystore(key, PASSWORD) + "http.ssl.truststore.location=" + trust)).satisfies(missing -> {
            assertThat(missing.key()).isEqualTo("http.ssl.truststore.location");
            assertThat(missing.message()).startsWith(trust + " holds no certificate that Java trusts")
                    .contains("http.ssl.truststore.password");
        });
    }

    @Test
    void aFileOfAnotherKindIsSaidToBe() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "no key");
        assertThat(problem(keystore(text, PASSWORD)).message()).startsWith(text + " cannot be read: ")
                .contains("http.ssl.keystore.type");
        assertThat(problem(pem("keystore", text)).message()).startsWith(text + " cannot be read: ")
                .contains("PRIVATE KEY");
        assertThat(problem(pem("keystore", trustPem)).message()).contains("PRIVATE KEY");
        assertThat(problem(keystore(trust, PASSWORD)).message())
                .startsWith(trust + " holds no private key with its certificate");
        Path empty = Files.createFile(folder.resolve("empty"));
        assertThat(problem(keystore(empty, PASSWORD)).message()).startsWith(empty + " cannot be read: ")
                .doesNotContain("null");
        assertThat(problem(keystore(folder, PASSWORD)).message()).startsWith(folder + " cannot be read: ");
    }

    @Test
    void whatASecretStandsForIsNotQuoted() throws IOException {
        Path secrets = Files.writeString(folder.resolve("secrets.properties"), "place=/hidden/key.p12\n");
        String reference = "${file:" + secrets + ":place}";
        assertThat(problem("http.ssl.keystore.location=" + reference)).isEqualTo(new Problem(
                "http.ssl.keystore.location", reference + " cannot be read: there is no such file"));
    }

    private static String keystore(Path file, String password) {
        return "http.ssl.keystore.location=" + file + "\nhttp.ssl.keystore.password=" + password + "\n";
    }

    private static String truststore(Path file, String password) {
        return "http.ssl.truststore.location=" + file + "\nhttp.ssl.truststore.password=" + password + "\n";
    }

    private static String pem(String store, Path file) {
        return "http.ssl." + store + ".location=" + file + "\nhttp.ssl." + store + ".type=PEM\n";
    }

    private static ServiceConfig valid(String text) throws IOException {
        return assertThat(read(text)).asInstanceOf(type(Reading.Valid.class)).actual().config();
    }

    private static List<Problem> problems(String text) throws IOException {
        return assertThat(read(text)).asInstanceOf(type(Reading.Invalid.class)).actual().problems();
    }

    private static Problem problem(String text) throws IOException {
        return assertThat(problems(text)).singleElement().actual();
    }

    private static Reading read(String text) throws IOException {
        try (var reader = new StringReader(LEAST + text)) {
            return ConfigReader.read(reader, Map.of(), Set.of(Service.DETECTOR));
        }
    }
}
