package io.iamwatch.deploy.cli;

import io.iamwatch.deploy.backup.Backup;
import io.iamwatch.deploy.backup.Manifest;
import io.iamwatch.deploy.pipeline.InstallationFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./iamwatch backup}. */
@Command(name = "backup", mixinStandardHelpOptions = true, description = {
        "Puts what an installation of `run` with a broker of its own knows into one file: what it was told, what it "
                + "found, and how far it has read. Neither the configuration nor rules are in it.",
        "The installation has to stand still meanwhile, and cannot be started; Kinesis keeps what comes.",
        "The file can be read by its owner alone, and is read back once before it gets its name.",
        "Exit code 0: it is made. 1: it is not, and why. 2: wrong usage, or the configuration cannot be read."})
final class BackupCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config;

    @Parameters(paramLabel = "OUT.zip", description = "The file to make. One that is there is not overwritten.")
    private Path out;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        return new OwnInstallation(config.file(), spec).with(this::backup);
    }

    private int backup(InstallationFolder folder) {
        Backup.Made made = Signals.interruptedOnExit(
                () -> new Backup(folder, Version.release(), InstantSource.system()).write(out));
        Manifest manifest = made.manifest();
        PrintWriter say = spec.commandLine().getOut();
        say.printf(Locale.ROOT, "backup of %s, in %,.1f s, read back and whole: %s of %s MB; to restore it: %s%n",
                OwnInstallation.size(manifest), made.took().toMillis() / 1000.0, out,
                ProgressBar.megabytes(made.archive()),
                ShellWords.of("./iamwatch", "restore", "--config", config.file(), out.toAbsolutePath().toString()));
        return 0;
    }
}
