package io.iamwatch.deploy.cli;

import io.iamwatch.deploy.backup.Manifest;
import io.iamwatch.deploy.backup.Restore;
import io.iamwatch.deploy.pipeline.InstallationFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./iamwatch restore}. */
@Command(name = "restore", mixinStandardHelpOptions = true, description = {
        "Puts a backup into data.dir, on this machine or another, as the user that is to run it.",
        "data.dir must not hold an installation. It has all of the backup in the end, or nothing.",
        "Exit code 0: it is restored. 1: it is not, and why. 2: wrong usage, or the configuration cannot be read."})
final class RestoreCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config;

    @Parameters(paramLabel = "IN.zip", description = "What iamwatch backup has made.")
    private Path in;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        return new OwnInstallation(config.file(), spec).with(this::restore);
    }

    private int restore(InstallationFolder folder) {
        Manifest manifest = Signals.interruptedOnExit(() -> new Restore(folder, Version.release()).read(in));
        PrintWriter say = spec.commandLine().getOut();
        say.println("restored to " + folder.path() + ": " + OwnInstallation.size(manifest) + ", as it was at "
                + manifest.taken());
        say.println("the next start reads Kinesis on from where it stood then; what is older than the retention of the "
                + "stream by that time is missing, and logged and counted as a gap");
        say.println("alerts that were raised since are raised again; consumers that keep their offsets elsewhere have "
                + "to go back");
        if (!manifest.stoppedCleanly()) {
            say.println(
                    "it was killed, or its machine died: in another boot than that one, the next start reads Kinesis "
                            + "from 15 minutes before");
        }
        return 0;
    }
}
