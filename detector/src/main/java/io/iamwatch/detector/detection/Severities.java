package io.iamwatch.detector.detection;

import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.iam.Assessment;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.iam.Life;
import io.iamwatch.detector.iam.World;
import io.iamwatch.detector.rules.AskedRules;
import io.iamwatch.detector.rules.RuleId;
import java.util.Comparator;
import java.util.List;

/** How bad it is, case by case. */
final class Severities {

    private final World world;
    private final AskedRules rules;

    Severities(World world, AskedRules rules) {
        this.world = world;
        this.rules = rules;
    }

    /** Every landing zone makes administrators' roles, and AWS makes its own; users and groups are another matter. */
    Severity ofAdmin(Life life, boolean isNew, boolean isForeign) {
        if (isNew) {
            return rules.severity(RuleId.NEW_ADMIN_USER, Severity.CRITICAL);
        }
        Severity byCase = life.kind() == EntityKind.ROLE ? ofRole(life, isForeign) : Severity.HIGH;
        return rules.severity(RuleId.ADMIN_GRANTED, byCase);
    }

    private Severity ofRole(Life role, boolean isForeign) {
        String arn = role.arnAt(role.lastSecond(), world.known().account());
        if (arn.contains(":role/aws-reserved/") || arn.contains(":role/aws-service-role/")) {
            return Severity.INFORMATIONAL;
        }
        return isForeign ? Severity.HIGH : Severity.LOW;
    }

    Severity of(RuleId rule, Assessment assessment, List<Fact> links) {
        return switch (rule) {
            case CREDENTIAL_FOR_OTHER_USER -> rules.severity(rule, links.stream()
                    .map(fact -> ofCredential(assessment, fact.second())).max(Comparator.naturalOrder())
                    .orElse(Severity.LOW));
            case UNRESOLVED_GRANT, INDIRECT_ADMIN_PATH -> rules.severity(rule, Severity.LOW);
            default -> rules.severity(rule, rules.severity(rule));
        };
    }

    private static Severity ofCredential(Assessment assessment, long second) {
        return assessment.stretches().stream().filter(stretch -> stretch.from() <= second && second <= stretch.to())
                .map(stretch -> switch (stretch.grade()) {
                    case FULL_ADMIN, ADMIN_EQUIVALENT -> Severity.HIGH;
                    case INDIRECT, UNKNOWN -> Severity.MEDIUM;
                    case LIMITED -> Severity.LOW;
                }).max(Comparator.naturalOrder()).orElse(Severity.LOW);
    }
}
