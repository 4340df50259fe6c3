package io.iamwatch.deploy.status;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.iamwatch.deploy.config.ConfigReader;
import io.iamwatch.deploy.config.Reading;
import io.iamwatch.deploy.config.Service;
import io.iamwatch.deploy.config.ServiceConfig;
import io.iamwatch.deploy.embedded.TestAuthority;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is answered on https, by the certificate that is shown; from a configuration to the answer. */
class StatusServerTlsTest {

    private static final String PASSWORD = "correct-horse-battery";
    private static final String TOKEN = "0123456789abcdef";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;
    private static TestAuthority authority;
    private static String pkcs12;
    private static String pem;
    private static KeyStore caller;
    private static KeyStore stranger;

    private final AtomicInteger scrapes = new AtomicInteger();
    private StatusServer server;

    private record Well() implements Health {

        @Override
        public Optional<String> failed() {
            return Optional.empty();
        }

        @Override
        public List<String> notReady() {
            return List.of();
        }
    }

    @BeforeAll
    static void issueCertificates() throws Exception {
        authority = TestAuthority.create(folder.resolve("own"), PASSWORD);
        pkcs12 = "http.ssl.keystore.location=" + authority.issue("server") + "\nhttp.ssl.keystore.password=" + PASSWORD;
        pem = "http.ssl.keystore.type=PEM\nhttp.ssl.keystore.location=" + authority.issuePem("server-in-pem")
                + "\nhttp.ssl.truststore.type=PEM\nhttp.ssl.truststore.location=" + authority.trustPem();
        caller = authority.load(authority.issue("prometheus"));
        TestAuthority other = TestAuthority.create(folder.resolve("other"), PASSWORD);
        stranger = other.load(other.issue("prometheus"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void whoShowsATrustedCertificateIsAnswered(String protocol) throws Exception {
        start(mutual());
        for (String path : List.of("/metrics", "/health/live", "/health/ready")) {
            HttpResponse<String> answer = get(path, protocol, Optional.of(caller), "");
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.sslSession()).map(SSLSession::getProtocol).hasValue(protocol);
        }
        assertThat(scrapes).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void whoShowsNoneIsNot(String protocol) throws Exception {
        start(mutual());
        assertRefused(protocol, Optional.empty(), "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void whoShowsThatOfAnotherAuthorityIsNot(String protocol) throws Exception {
        start(mutual());
        assertRefused(protocol, Optional.of(stranger), "");
    }

    @Test
    void plainHttpIsNotAnswered() throws Exception {
        start(mutual());
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/metrics"))
                .timeout(LIMIT).build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThatThrownBy(() -> http.send(request, HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }
        assertThat(scrapes).hasValue(0);
    }

    @Test
    void pemServesAsPkcs12Does() throws Exception {
        start(pem);
        assertRefused("TLSv1.3", Optional.of(stranger), "");
        assertThat(get("/metrics", "TLSv1.3", Optional.of(caller), "").statusCode()).isEqualTo(200);
    }

    @Test
    void withATokenTooEachHasToBeMet() throws Exception {
        start(mutual() + "\nhttp.token=" + TOKEN);
        assertThat(get("/metrics", "TLSv1.3", Optional.of(caller), "").statusCode()).isEqualTo(401);
        assertRefused("TLSv1.3", Optional.empty(), "Bearer " + TOKEN);
        assertThat(get("/metrics", "TLSv1.3", Optional.of(caller), "Bearer " + TOKEN).statusCode()).isEqualTo(200);
    }

    @Test
    void withoutAuthoritiesATokenIsAllThatIsAskedFor() throws Exception {
        start(pkcs12 + "\nhttp.token=" + TOKEN);
        assertThat(get("/metrics", "TLSv1.3", Optional.empty(), "").statusCode()).isEqualTo(401);
        assertThat(get("/metrics", "TLSv1.3", Optional.empty(), "Bearer " + TOKEN).statusCode()).isEqualTo(200);
    }

    @Test
    void whoStopsInTheMiddleOfAHandshakeHoldsUpNobody() throws Exception {
        start(mutual());
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), server.port());
                Socket halfway = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            halfway.getOutputStream().write("\u0016\u0003\u0001".getBytes(US_ASCII));
            assertThat(get("/health/live", "TLSv1.3", Optional.of(caller), "").statusCode()).isEqualTo(200);
            assertThat(silent.isConnected()).isTrue();
        }
    }

    /** With TLS 1.3 a caller may see the end of the connection before it sees why. */
    private void assertRefused(String protocol, Optional<KeyStore> own, String authorization) {
        assertThatThrownBy(() -> get("/metrics", protocol, own, authorization))
                .isInstanceOf("TLSv1.2".equals(protocol) ? SSLException.class : IOException.class);
        assertThat(scrapes).hasValue(0);
    }

    private static String mutual() throws GeneralSecurityException, IOException {
        return pkcs12 + "\nhttp.ssl.truststore.location=" + authority.trust() + "\nhttp.ssl.truststore.password="
                + PASSWORD;
    }

    private void start(String settings) throws IOException {
        ServiceConfig config = config("data.dir=/d\nhttp.port=0\n" + settings);
        server = StatusServer.start(config.httpAddress(), config.httpPort(), new Well(), () -> {
            scrapes.incrementAndGet();
            return "some_metric 1\n";
        }, config.httpToken(), config.httpTls(), InstantSource.system());
    }

    private static ServiceConfig config(String text) throws IOException {
        try (var reader = new StringReader(text)) {
            return assertThat(ConfigReader.read(reader, Map.of(), Set.of(Service.DETECTOR)))
                    .asInstanceOf(type(Reading.Valid.class)).actual().config();
        }
    }

    private HttpResponse<String> get(String path, String protocol, Optional<KeyStore> own, String authorization)
            throws GeneralSecurityException, IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + path))
                .timeout(LIMIT);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try (HttpClient http = HttpClient.newBuilder().sslContext(context(own))
                .sslParameters(new SSLParameters(null, new String[]{protocol})).build()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static SSLContext context(Optional<KeyStore> own) throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own.orElse(null), PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authority.load(authority.trust()));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
