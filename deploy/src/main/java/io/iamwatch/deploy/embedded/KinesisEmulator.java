package io.iamwatch.deploy.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/**
 * {@code kinesis-local} as a child process on a free loopback port: Kinesis without AWS. Right for function, not
 * for load. Its streams live in memory and end with it.
 */
public final class KinesisEmulator implements AutoCloseable {

    /** The region in which its streams are. */
    public static final String REGION = "us-east-1";

    private static final String DUMMY = "iamwatch-emulator";

    /** No proxy has a way to this machine's loopback. */
    private static final ProxyConfiguration NO_PROXY = ProxyConfiguration.builder().useSystemPropertyValues(false)
            .useEnvironmentVariablesValues(false).build();
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final EmulatorProcess process;
    private final URI endpoint;
    private final KinesisClient client;

    private KinesisEmulator(EmulatorProcess process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
        this.client = KinesisClient.builder()
                .httpClient(UrlConnectionHttpClient.builder().proxyConfiguration(NO_PROXY).build())
                .endpointOverride(endpoint)
                .region(Region.of(REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(DUMMY, DUMMY)))
                .build();
    }

    /**
     * Installs the emulator when needed, starts it and returns when it answers. Gives this process dummy AWS
     * credentials unless it has some as system properties, so that a connector's default credentials chain neither
     * fails nor shows real ones to the emulator.
     *
     * @param dataFolder where its log goes
     * @param progress hears, line by line, what takes long
     * @throws IllegalStateException when node or npm is missing or too old, or the emulator does not come up
     */
    public static KinesisEmulator start(Path dataFolder, Consumer<String> progress) {
        EmulatorInstallation installation = EmulatorInstallation.ofThisCheckout();
        installation.installWhenNeeded(progress);
        if (System.getProperty("aws.accessKeyId") == null) {
            System.setProperty("aws.accessKeyId", DUMMY);
            System.setProperty("aws.secretAccessKey", DUMMY);
        }
        Path portFile = dataFolder.resolve("kinesis-emulator.port");
        try {
            Files.createDirectories(dataFolder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder " + dataFolder, e);
        }
        EmulatorProcess process = EmulatorProcess.start(installation.folder().resolve("run.js"), portFile,
                dataFolder.resolve("kinesis-emulator.log"));
        try {
            int port = process.port(portFile);
            KinesisEmulator emulator = new KinesisEmulator(process,
                    URI.create("http://" + Loopback.ADDRESS + ":" + port));
            emulator.awaitAnswer();
            return emulator;
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** Returns where it answers, without TLS. */
    public URI endpoint() {
        return endpoint;
    }

    /** Returns a client for it, which ends with it. */
    public KinesisClient client() {
        return client;
    }

    EmulatorProcess process() {
        return process;
    }

    /** Creates a stream and returns when it takes records. */
    public void createStream(String name, int shards) {
        client.createStream(request -> request.streamName(name).shardCount(shards));
        Await.until("the stream " + name, ANSWER_LIMIT, () -> process.alive() && active(name));
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }

    private void awaitAnswer() {
        try {
            Await.until("an answer of the Kinesis emulator", ANSWER_LIMIT, this::answers);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    private boolean answers() {
        try {
            client.listStreams();
            return true;
        } catch (SdkClientException e) {
            return !process.alive();
        }
    }

    private boolean active(String stream) {
        try {
            StreamStatus status = client.describeStreamSummary(request -> request.streamName(stream))
                    .streamDescriptionSummary().streamStatus();
            return status == StreamStatus.ACTIVE;
        } catch (ResourceNotFoundException e) {
            return false;
        }
    }
}
