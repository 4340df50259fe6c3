package io.iamwatch.deploy.endtoend;

import io.iamwatch.deploy.cli.Main;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code ./iamwatch backfill} as a process that can be killed and measured. */
final class BackfillProcess {

    private BackfillProcess() {
    }

    /** Starts it on a folder, and returns at once. */
    static JavaProcess start(String bootstrapServers, Path folder, String... flags) {
        List<String> arguments = new ArrayList<>(List.of(flags));
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "backfill",
                "--bootstrap-servers", bootstrapServers, folder.toString()));
        return JavaProcess.start(arguments);
    }
}
