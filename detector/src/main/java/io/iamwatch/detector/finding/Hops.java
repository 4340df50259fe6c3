package io.iamwatch.detector.finding;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.policy.AwsManagedPolicies;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Names the path by which somebody has its rights, from the principal to what it says: "group ops → customer policy
 * ops v2". When which of it came about is told by the links.
 */
final class Hops {

    private Hops() {
    }

    /**
     * One hop.
     *
     * @param distance how far from the principal it is
     * @param words empty where a change is no part of a path
     */
    private record Hop(int distance, String words) {
    }

    /** @param links what happened, oldest first, the creation of the principal not among it */
    static String of(List<Change> links) {
        Set<Subject> written = links.stream().filter(Hops::isWritten).map(Change::subject).collect(toSet());
        return links.stream().filter(link -> !isOf(written, link)).map(Hops::hop)
                .sorted(Comparator.comparingInt(Hop::distance)).map(Hop::words).filter(words -> !words.isEmpty())
                .distinct().collect(joining(" → "));
    }

    private static boolean isWritten(Change change) {
        return change instanceof Change.VersionCreated || change instanceof Change.DefaultSet
                || (change instanceof Change.Born && change.subject().kind() == EntityKind.POLICY);
    }

    /** The version that is told names the policy that was attached. */
    private static boolean isOf(Set<Subject> written, Change change) {
        return change instanceof Change.Attached(var subject, String arn)
                && written.stream().anyMatch(policy -> policy.is(Subject.policy(arn)));
    }

    private static Hop hop(Change change) {
        return switch (change) {
            case Change.Renamed renamed -> new Hop(0, renamed.newName() == null ? "another path" : "another name");
            case Change.Joined joined -> new Hop(1, "group " + joined.groupName());
            case Change.TrustPut trust -> new Hop(1, "the trust policy of " + trust.subject());
            case Change.Born born -> born(born.subject());
            default -> new Hop(2, Objects.requireNonNullElse(rights(change), ""));
        };
    }

    private static Hop born(Subject subject) {
        return switch (subject.kind()) {
            case POLICY -> new Hop(2, "customer " + subject + " v1");
            case ROLE -> new Hop(1, "the trust policy of " + subject);
            default -> new Hop(0, "");
        };
    }

    private static String rights(Change change) {
        return switch (change) {
            case Change.Attached attached -> policy(attached.policyArn());
            case Change.InlinePut inline -> "inline policy " + inline.policyName() + of(inline);
            case Change.VersionCreated version -> "customer " + version.subject() + " " + version.versionId();
            case Change.DefaultSet set -> "customer " + set.subject() + " " + set.versionId();
            case Change.BoundaryDeleted lifted -> "a lifted boundary";
            case Change.BoundaryPut put -> "boundary " + StepText.policy(put.policyArn());
            case Change.Detached detached -> "detached " + StepText.policy(detached.policyArn());
            case Change.InlineDeleted deleted -> "deleted inline policy " + deleted.policyName();
            case Change.Left left -> "left group " + left.groupName();
            case Change.Snapshot snapshot -> snapshot.subject() + " as the IAM snapshot found it";
            default -> null;
        };
    }

    private static String of(Change.InlinePut inline) {
        return inline.subject().kind() == EntityKind.USER ? "" : " of " + inline.subject();
    }

    private static String policy(String arn) {
        return AwsManagedPolicies.isAws(arn) ? StepText.policy(arn) : "customer policy " + StepText.policy(arn);
    }
}
