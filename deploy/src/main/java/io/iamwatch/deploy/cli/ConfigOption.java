package io.iamwatch.deploy.cli;

import picocli.CommandLine.Option;

/** The configuration that a service runs with. */
final class ConfigOption {

    @Option(names = "--config", paramLabel = "FILE", required = true,
            description = "The configuration; iamwatch config reference explains it.")
    private String file;

    String file() {
        return file;
    }
}
