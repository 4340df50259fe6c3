package io.iamwatch.deploy.doctor;

import io.iamwatch.deploy.config.ServiceConfig;
import io.iamwatch.detector.rules.Rules;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Looks at everything that an installation rests on. Changes nothing unless told to. */
public final class Doctor {

    private Doctor() {
    }

    /** Returns what can be found without a configuration: what the demo needs. */
    public static List<Finding> machine() {
        return List.of(MachineChecks.java(), MachineChecks.folder(Path.of(System.getProperty("java.io.tmpdir"))));
    }

    /**
     * Looks at what a configuration names.
     *
     * @param rules those that it names, which were valid
     * @param fix whether to create topics that are missing
     */
    public static List<Finding> installation(ServiceConfig config, Rules rules, boolean fix, InstantSource wallClock)
            throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        findings.add(MachineChecks.java());
        findings.add(MachineChecks.folder(config.dataFolder()));
        findings.add(MachineChecks.httpPort(config));
        findings.add(MachineChecks.consolePort(config));
        if (config.bootstrapServers().isPresent()) {
            findings.addAll(new KafkaChecks(config.detector(), config.partitions(), fix).look());
        } else {
            findings.add(MachineChecks.brokerPort(config));
        }
        if (config.connector().containsKey("kinesis.streams")) {
            findings.addAll(new KinesisChecks(config.connector(), wallClock).look());
        }
        findings.addAll(SinkChecks.look(config.sinks()));
        findings.add(Finding.good("rules", config.rulesFile().map(Path::toString).orElse("the default") + ", hash "
                + rules.hash().substring(0, 12)));
        return findings;
    }
}
