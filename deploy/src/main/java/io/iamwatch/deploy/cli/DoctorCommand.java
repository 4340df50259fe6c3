package io.iamwatch.deploy.cli;

import io.iamwatch.alerting.terminal.TerminalText;
import io.iamwatch.deploy.config.Service;
import io.iamwatch.deploy.config.ServiceConfig;
import io.iamwatch.deploy.doctor.Doctor;
import io.iamwatch.deploy.doctor.Finding;
import io.iamwatch.detector.rules.Rules;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./iamwatch doctor}. */
@Command(name = "doctor", mixinStandardHelpOptions = true,
        description = {
                "Looks at Java, disk, ports, Kafka, its topics, what may be done there, Kinesis, clock and rules;",
                "says what is wrong and what to do. Exit code 0: nothing is wrong. 1: something is.",
                "2: the configuration cannot be read."})
final class DoctorCommand implements Callable<Integer> {

    @Option(names = "--config", paramLabel = "FILE",
            description = "The configuration. Without it, what the demo needs is looked at.")
    private String config;

    @Option(names = "--for", paramLabel = "SERVICE", split = ",",
            description = "The services that run with it: ${COMPLETION-CANDIDATES}. Default: all.")
    private Set<Service> services = EnumSet.allOf(Service.class);

    @Option(names = "--fix", description = {
            "Create topics that are missing, and end transactions that Kafka never ends."})
    private boolean fix;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (config == null) {
            return tell(Doctor.machine());
        }
        return switch (ConfigFile.load(config, services, spec.commandLine().getErr())) {
            case ConfigFile.Loaded.Valid(ServiceConfig valid, Rules rules, var shadow) ->
                tell(Doctor.installation(valid, rules, fix, InstantSource.system()));
            case ConfigFile.Loaded.Invalid invalid -> 1;
            case ConfigFile.Loaded.Unreadable unreadable -> 2;
        };
    }

    private int tell(List<Finding> findings) {
        PrintWriter out = spec.commandLine().getOut();
        for (Finding finding : findings) {
            out.println(word(finding.level()) + "  " + TerminalText.neutralise(finding.what() + ": "
                    + finding.detail()));
            if (!finding.remedy().isEmpty()) {
                out.println("      → " + TerminalText.neutralise(finding.remedy()));
            }
        }
        return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.BAD) ? 1 : 0;
    }

    private static String word(Finding.Level level) {
        return switch (level) {
            case GOOD -> "ok  ";
            case WARNING -> "WARN";
            case BAD -> "FAIL";
        };
    }
}
