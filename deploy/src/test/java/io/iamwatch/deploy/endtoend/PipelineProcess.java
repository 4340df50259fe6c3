package io.iamwatch.deploy.endtoend;

import io.iamwatch.deploy.embedded.KinesisEmulator;
import io.iamwatch.deploy.pipeline.Pipeline;
import io.iamwatch.deploy.pipeline.PipelineSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The whole pipeline as a process that can be killed. */
final class PipelineProcess {

    static final String STREAM = "cloudtrail";
    static final int PARTITIONS = 4;
    static final String READY = "ready";

    private PipelineProcess() {
    }

    /** Starts such a process on a folder and a port, and returns at once. */
    static JavaProcess start(Path folder, int port, URI kinesis) {
        return JavaProcess.start(List.of("-Daws.accessKeyId=test", "-Daws.secretAccessKey=test", "-cp",
                System.getProperty("java.class.path"), PipelineProcess.class.getName(), folder.toString(),
                Integer.toString(port), kinesis.toString()));
    }

    public static void main(String[] args) {
        URI kinesis = URI.create(args[2]);
        EndWithTheTest.watch();
        try {
            Pipeline.start(PipelineSettings.local(Path.of(args[0]), () -> kinesis, KinesisEmulator.REGION, STREAM,
                    Duration.ofMillis(100), PARTITIONS, Integer.parseInt(args[1])), System.err::println);
            System.out.println(READY);
        } catch (IllegalStateException failure) {
            failure.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }
}
