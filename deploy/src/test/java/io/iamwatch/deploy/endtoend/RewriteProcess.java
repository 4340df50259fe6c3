package io.iamwatch.deploy.endtoend;

import io.iamwatch.deploy.topics.Rewriting;
import io.iamwatch.deploy.topics.TopicRewrite;
import java.util.List;
import java.util.Map;

/** A rewriting of topics as a process that can be killed. */
final class RewriteProcess {

    private RewriteProcess() {
    }

    /** Starts it on a broker, and returns at once. */
    static JavaProcess start(String bootstrapServers, int partitions, boolean resume) {
        return JavaProcess.start(List.of("-cp", System.getProperty("java.class.path"), RewriteProcess.class.getName(),
                bootstrapServers, Integer.toString(partitions), Boolean.toString(resume)));
    }

    public static void main(String[] args) {
        EndWithTheTest.watch();
        TopicRewrite.run(Map.of("bootstrap.servers", args[0]), "iamwatch-connect",
                new Rewriting.Move(Integer.parseInt(args[1])), Boolean.parseBoolean(args[2]), System.out::println);
        Runtime.getRuntime().halt(0);
    }
}
