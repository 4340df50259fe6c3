package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.policy.AwsManagedPolicies;
import io.iamwatch.detector.policy.PolicyDocument;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells, by the facts of a name alone, that whoever had the name can never have been more than limited by policies:
 * each of them was seen and none bears on a grade, whenever it held and whose it was. Most principals are of that
 * kind; second by second need be looked at only for the others. What is in doubt is not harmless.
 */
final class Harmless {

    private final Known known;
    private final PolicyTexts texts;
    private final Map<String, Boolean> groups = new HashMap<>();

    Harmless(Known known, PolicyTexts texts) {
        this.known = known;
        this.texts = texts;
    }

    /** Returns whether nothing that a user, group or role ever had bears on a grade, as far as is remembered. */
    boolean is(Subject principal) {
        for (Fact fact : known.facts(principal)) {
            if (!isHarmless(fact)) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether what a fact about a principal gives it, if anything, bears on no grade. */
    boolean isHarmless(Fact fact) {
        return switch (fact.change()) {
            case Change.Attached(var subject, String arn) -> isHarmlessPolicy(arn, fact.second());
            case Change.InlinePut(var subject, var name, String document) -> texts.isHarmless(document);
            case Change.Joined(var subject, String group) -> isHarmlessGroup(group, fact.second());
            case Change.Snapshot snapshot -> isHarmless(snapshot, fact.second());
            // What is taken away, and what limits, gives nothing; a trust policy gives to others.
            case Change.Detached taken -> true;
            case Change.InlineDeleted taken -> true;
            case Change.Left taken -> true;
            case Change.BoundaryPut limit -> true;
            case Change.BoundaryDeleted limit -> true;
            case Change.TrustPut toOthers -> true;
            case Change.CredentialIssued noPolicy -> true;
            case Change.CredentialClosed noPolicy -> true;
            case Change.Born born -> true;
            case Change.Gone gone -> true;
            // Other names have facts of their own, and these are no principal's.
            case Change.Renamed renamed -> false;
            case Change.VersionCreated ofPolicy -> false;
            case Change.DefaultSet ofPolicy -> false;
            case Change.VersionDeleted ofPolicy -> false;
            case Change.Denied ofActor -> false;
            case Change.Omitted ofAccount -> false;
            case Change.CenterGranted ofAssignment -> false;
            case Change.Tampered ofTrail -> false;
            case Change.Acted ofDeeds -> false;
        };
    }

    private boolean isHarmless(Change.Snapshot snapshot, long second) {
        return snapshot.attached().stream().allMatch(arn -> isHarmlessPolicy(arn, second))
                && areAllHarmless(snapshot.inline().values())
                && snapshot.groups().stream().allMatch(group -> isHarmlessGroup(group, second));
    }

    /** Returns whether none of these documents bears on a grade. */
    boolean areAllHarmless(Collection<String> documents) {
        return documents.stream().allMatch(texts::isHarmless);
    }

    private boolean isHarmlessGroup(String name, long since) {
        Subject group = Subject.group(name);
        return isSeenSince(known.facts(group), since) && groups.computeIfAbsent(group.key(), key -> is(group));
    }

    /** Returns what one of AWS's own policies says, where the table is all that is known of it. */
    Optional<PolicyDocument> asShipped(String arn) {
        return known.facts(Subject.policy(arn)).isEmpty()
                ? AwsManagedPolicies.byArn(arn).map(AwsManagedPolicies.Entry::document)
                : Optional.empty();
    }

    /** Returns whether a managed policy that somebody got in a second bears on no grade. */
    boolean isHarmlessPolicy(String arn, long since) {
        List<Fact> facts = known.facts(Subject.policy(arn));
        if (!AwsManagedPolicies.isAws(arn)) {
            return isSeenSince(facts, since) && facts.stream().allMatch(this::saysNothingOfNote);
        }
        // Of an AWS policy a snapshot may say something else than the table.
        var shipped = AwsManagedPolicies.byArn(arn);
        boolean known = shipped.isPresent() || !facts.isEmpty();
        return known && shipped.filter(entry -> entry.document().isTelling()).isEmpty()
                && facts.stream().allMatch(this::saysNothingOfNote);
    }

    private boolean saysNothingOfNote(Fact ofPolicy) {
        return switch (ofPolicy.change()) {
            case Change.Born born -> texts.isHarmless(born.document());
            case Change.VersionCreated version -> texts.isHarmless(version.document());
            case Change.VersionDeleted version -> true;
            case Change.Snapshot snapshot -> snapshot.versions().values().stream().allMatch(texts::isHarmless);
            // It may make a version the default that was never seen.
            default -> false;
        };
    }

    /** What came to be before, and was neither deleted nor created again, is what was meant, and all of it was seen. */
    static boolean isSeenSince(List<Fact> facts, long second) {
        int births = 0;
        boolean told = false;
        for (Fact fact : facts) {
            boolean born = fact.change() instanceof Change.Born;
            if (fact.future() || fact.change() instanceof Change.Gone || (born && ++births > 1)) {
                return false;
            }
            told |= fact.second() <= second && (born || fact.change() instanceof Change.Snapshot);
        }
        return told && (births == 0 || isBornBy(facts, second));
    }

    private static boolean isBornBy(List<Fact> facts, long second) {
        return facts.stream().anyMatch(fact -> fact.change() instanceof Change.Born && fact.second() <= second);
    }
}
