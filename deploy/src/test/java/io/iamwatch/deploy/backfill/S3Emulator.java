package io.iamwatch.deploy.backfill;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** {@code s3rver} as a child process on a free loopback port, with a bucket {@code trail}. */
final class S3Emulator implements AutoCloseable {

    private final Process process;
    private final S3Client client;

    private S3Emulator(Process process, S3Client client) {
        this.process = process;
        this.client = client;
    }

    static S3Emulator start(Path folder) throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("iamwatch.home")).resolve("deploy").resolve("s3-emulator");
        if (!Files.exists(home.resolve("node_modules").resolve("s3rver"))) {
            // Through pipes of its own: Node makes what it inherits non-blocking, and Maven talks to tests on stdin.
            Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund",
                    "--loglevel=error").directory(home.toFile()).redirectErrorStream(true).start();
            npm.getOutputStream().close();
            String said = new String(npm.getInputStream().readAllBytes(), UTF_8);
            if (npm.waitFor() != 0) {
                throw new IllegalStateException("npm ci in " + home + " failed: " + said);
            }
        }
        Path port = folder.resolve("s3.port");
        // s3rver encrypts its continuation tokens with a cipher that OpenSSL 3 has among the legacy ones only.
        Process process = new ProcessBuilder("node", "--openssl-legacy-provider", home.resolve("run.js").toString(),
                port.toString(),
                folder.resolve("s3").toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(port));
        URI endpoint = URI.create("http://127.0.0.1:" + Files.readString(port).strip());
        return new S3Emulator(process, S3Client.builder().endpointOverride(endpoint).forcePathStyle(true)
                .region(Region.US_EAST_1)
                // s3rver would store the chunks' frames with what is in them.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("S3RVER", "S3RVER")))
                .httpClientBuilder(UrlConnectionHttpClient.builder().proxyConfiguration(ProxyConfiguration.builder()
                        .useEnvironmentVariablesValues(false).useSystemPropertyValues(false).build()))
                .build());
    }

    S3Client client() {
        return client;
    }

    @Override
    public void close() throws IOException {
        client.close();
        process.getOutputStream().close();
        process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join().destroyForcibly();
    }
}
