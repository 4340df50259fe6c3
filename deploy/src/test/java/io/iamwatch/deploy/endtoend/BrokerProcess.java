package io.iamwatch.deploy.endtoend;

import io.iamwatch.deploy.embedded.EmbeddedBroker;
import java.nio.file.Path;
import java.util.List;

/** A broker as a process that can be killed. */
final class BrokerProcess {

    static final String READY = "ready";

    private BrokerProcess() {
    }

    /** Starts such a process on a folder and a port, and returns at once. */
    static JavaProcess start(Path folder, int port, int partitions) {
        return JavaProcess
                .start(List.of("-Xmx256m", "-Dtest.log.level=info", "-cp", System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(), folder.toString(), Integer.toString(port),
                        Integer.toString(partitions)));
    }

    public static void main(String[] args) {
        EndWithTheTest.watch();
        EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]), Integer.parseInt(args[1]));
        broker.createTopics(Integer.parseInt(args[2]));
        System.out.println(READY);
    }
}
