package io.iamwatch.deploy.cli;

import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.Ocsf;
import io.iamwatch.contracts.finding.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Which alerts or incidents are wanted. */
final class FindingFilter {

    @Option(names = "--severity", paramLabel = "LEVEL[+]",
            description = "Only this severity, or with + this and graver: "
                    + "informational, low, medium, high, critical. As in high+.")
    private String severity;

    @Option(names = "--account", paramLabel = "ID", split = ",", description = "Only these AWS accounts.")
    private List<String> accounts = List.of();

    @Option(names = "--rule", paramLabel = "ID", split = ",", description = "Only of these rules.")
    private List<String> rules = List.of();

    @Option(names = "--principal", paramLabel = "TEXT",
            description = "Only about principals whose name or ARN holds this, without regard to case.")
    private String principal;

    /**
     * Fails where what was given makes no sense.
     *
     * @throws CommandLine.ParameterException with what would be right
     */
    void check(CommandLine commandLine) {
        if (severity != null && parsed().isEmpty()) {
            throw new CommandLine.ParameterException(commandLine, "--severity: one of " + Arrays
                    .stream(Severity.values()).map(FindingFilter::word).collect(Collectors.joining(", "))
                    + " is needed, perhaps with + behind it");
        }
    }

    boolean takes(DetectionFinding alert) {
        return takesSeverity(alert.severityId()) && takesAccount(alert.cloud())
                && (rules.isEmpty() || rules.contains(alert.findingInfo().analytic().uid()))
                && takesPrincipal(alert.resources().stream());
    }

    boolean takes(IncidentFinding incident) {
        IncidentFinding.Details details = incident.unmapped().iamwatch();
        return takesSeverity(incident.severityId()) && takesAccount(incident.cloud())
                && (rules.isEmpty() || details.alerts().stream().map(AlertState::ruleId).anyMatch(rules::contains))
                && takesPrincipal(Stream.ofNullable(details.principal()));
    }

    private boolean takesSeverity(Severity is) {
        if (severity == null) {
            return true;
        }
        Severity wanted = parsed().orElseThrow();
        return severity.endsWith("+") ? is.compareTo(wanted) >= 0 : is == wanted;
    }

    private Optional<Severity> parsed() {
        String word = severity.endsWith("+") ? severity.substring(0, severity.length() - 1) : severity;
        return Arrays.stream(Severity.values()).filter(level -> word(level).equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    private static String word(Severity level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    private boolean takesAccount(Ocsf.Cloud cloud) {
        return accounts.isEmpty() || (cloud != null && accounts.contains(cloud.account().uid()));
    }

    private boolean takesPrincipal(Stream<Ocsf.Resource> resources) {
        if (principal == null) {
            return true;
        }
        String wanted = principal.toLowerCase(Locale.ROOT);
        return resources.flatMap(resource -> Stream.of(resource.name(), resource.uid()))
                .anyMatch(text -> text != null && text.toLowerCase(Locale.ROOT).contains(wanted));
    }
}
