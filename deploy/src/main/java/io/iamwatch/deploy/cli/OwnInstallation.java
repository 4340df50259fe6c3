package io.iamwatch.deploy.cli;

import io.iamwatch.deploy.backup.Manifest;
import io.iamwatch.deploy.config.Service;
import io.iamwatch.deploy.config.ServiceConfig;
import io.iamwatch.deploy.pipeline.InstallationFolder;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Locale;
import java.util.function.ToIntFunction;
import picocli.CommandLine;

/** The installation that a configuration of {@code run} names, with a broker of its own. */
final class OwnInstallation {

    private final String file;
    private final CommandLine.Model.CommandSpec command;

    OwnInstallation(String file, CommandLine.Model.CommandSpec command) {
        this.file = file;
        this.command = command;
    }

    /**
     * Does something with it.
     *
     * @return what that returns; 1 when the configuration is wrong or names another Kafka, 2 when it cannot be read
     */
    int with(ToIntFunction<InstallationFolder> work) {
        PrintWriter err = command.commandLine().getErr();
        return switch (ConfigFile.load(file, EnumSet.allOf(Service.class), err)) {
            case ConfigFile.Loaded.Invalid invalid -> 1;
            case ConfigFile.Loaded.Unreadable unreadable -> 2;
            case ConfigFile.Loaded.Valid(ServiceConfig config, var rules, var shadow) -> {
                if (config.bootstrapServers().isPresent()) {
                    err.println(ConfigFile.name(file) + ": bootstrap.servers: all that lasts is on that Kafka, and "
                            + command.name() + " is for what has a broker of its own: use what that Kafka brings");
                    yield 1;
                }
                yield work.applyAsInt(new InstallationFolder(config.dataFolder()));
            }
        };
    }

    static String size(Manifest manifest) {
        return String.format(Locale.ROOT, "%d files with %s MB", manifest.listing().files(),
                ProgressBar.megabytes(manifest.listing().bytes()));
    }
}
