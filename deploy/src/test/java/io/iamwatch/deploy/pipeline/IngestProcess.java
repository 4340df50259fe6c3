package io.iamwatch.deploy.pipeline;

import io.iamwatch.deploy.embedded.EmbeddedConnect;
import io.iamwatch.deploy.embedded.KinesisEmulator;
import io.iamwatch.deploy.endtoend.EndWithTheTest;
import io.iamwatch.ingest.connect.KinesisSourceConnector;
import java.time.InstantSource;
import java.util.Map;

/**
 * Ingest alone, as a process that can be killed: the pipeline's own worker and watch. What it cannot mend itself
 * ends it, for its supervisor to start it again.
 */
public final class IngestProcess {

    /** What it says on standard output once its connector and tasks run. */
    public static final String READY = "ready";

    private static final String CONNECTOR = "kinesis";

    private IngestProcess() {
    }

    /** Takes the broker's address, the emulator's and the stream's name. */
    public static void main(String[] args) {
        EndWithTheTest.watch();
        try {
            EmbeddedConnect connect = EmbeddedConnect.start(args[0], "iamwatch-connect", Map.of());
            connect.exitRequested().thenAccept(IngestProcess::end);
            connect.startConnector(CONNECTOR, Map.of("connector.class", KinesisSourceConnector.class.getName(),
                    "tasks.max", "2", "kinesis.streams", args[2], "kinesis.region", KinesisEmulator.REGION,
                    "kinesis.endpoint", args[1], "kinesis.start.position", "TRIM_HORIZON", "kinesis.poll.interval.ms",
                    "100"));
            ConnectorWatch.start(connect, CONNECTOR, () -> {}, BrokerProbe.of(Map.of("bootstrap.servers",
                    args[0]))::answers, InstantSource.system(), System.err::println, IngestProcess::end);
            System.out.println(READY);
        } catch (RuntimeException failure) {
            failure.printStackTrace();
            end(failure.getMessage());
        }
    }

    private static void end(String reason) {
        System.err.println("ends: " + reason);
        Runtime.getRuntime().halt(1);
    }
}
