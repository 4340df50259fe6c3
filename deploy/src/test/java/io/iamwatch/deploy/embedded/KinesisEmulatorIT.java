package io.iamwatch.deploy.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

class KinesisEmulatorIT {

    @TempDir
    Path folder;

    @Test
    void givesBackTheRecordsPutIntoAStreamAndEndsByItselfWhenClosed() {
        EmulatorProcess child;
        try (KinesisEmulator emulator = KinesisEmulator.start(folder, line -> {})) {
            child = emulator.process();
            emulator.createStream("trail", 1);
            emulator.client().putRecords(request -> request.streamName("trail").records(entry("one"), entry("two")));
            assertThat(everything(emulator.client(), "trail")).containsExactly("one", "two");
            assertThat(emulator.endpoint().getHost()).isEqualTo("127.0.0.1");
        }
        assertThat(child.exitStatus()).isZero();
    }

    @Test
    void doesNotOutliveTheEndOfItsStandardInput() throws Exception {
        Path portFile = folder.resolve("port");
        EmulatorInstallation installation = EmulatorInstallation.ofThisCheckout();
        installation.installWhenNeeded(line -> {});
        Process child = new ProcessBuilder("node", installation.folder().resolve("run.js").toString(),
                portFile.toString()).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try {
            Await.until("its port", Duration.ofSeconds(30), () -> Files.exists(portFile));
            child.getOutputStream().close();
            assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isZero();
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void saysWhatTheEmulatorSaidWhenItDoesNotStart() throws Exception {
        Path script = Files.writeString(folder.resolve("run.js"), "console.error('no such luck'); process.exit(7);");
        EmulatorProcess process = EmulatorProcess.start(script, folder.resolve("port"), folder.resolve("log"));
        assertThatThrownBy(() -> process.port(folder.resolve("port")))
                .hasMessageContaining("status 7").hasMessageContaining("no such luck");
    }

    private static PutRecordsRequestEntry entry(String data) {
        return PutRecordsRequestEntry.builder().partitionKey(data).data(SdkBytes.fromUtf8String(data)).build();
    }

    private static List<String> everything(KinesisClient client, String stream) {
        String shard = client.listShards(request -> request.streamName(stream)).shards().getFirst().shardId();
        String iterator = client.getShardIterator(request -> request.streamName(stream).shardId(shard)
                .shardIteratorType(ShardIteratorType.TRIM_HORIZON)).shardIterator();
        List<Record> records = client.getRecords(request -> request.shardIterator(iterator)).records();
        return records.stream().map(record -> record.data().asUtf8String()).toList();
    }
}
