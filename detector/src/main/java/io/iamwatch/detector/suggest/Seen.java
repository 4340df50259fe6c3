package io.iamwatch.detector.suggest;

import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.Ocsf;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.event.Call;
import io.iamwatch.detector.iam.Grade;
import io.iamwatch.detector.rules.AllowEntry;
import io.iamwatch.detector.rules.Principal;
import io.iamwatch.detector.rules.RuleId;
import io.iamwatch.detector.rules.Rules;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What of an alert an allow-list entry is held against. */
sealed interface Seen {

    /**
     * An entry can name it.
     *
     * @param grade as the alert has it
     * @param calls all that are behind it
     */
    record Usable(RuleId rule, Scope scope, Grade grade, Severity severity, List<Call> calls) implements Seen {

        boolean isCoveredBy(Rules rules, long second) {
            return rules.allows(rule, scope.account(), scope.target(), grade, second, calls).isPresent();
        }
    }

    /**
     * No entry can name it, or none would change anything.
     *
     * @param why the rest of a sentence; hostile text
     */
    record Unusable(String why) implements Seen {
    }

    /** What an entry may leave of what may be everything; of the rest it leaves information. */
    static Severity left(Grade maxGrade) {
        return maxGrade == Grade.FULL_ADMIN ? Severity.LOW : Severity.INFORMATIONAL;
    }

    static Seen of(DetectionFinding alert) {
        DetectionFinding.Details details = alert.details();
        Optional<RuleId> rule = Arrays.stream(RuleId.values())
                .filter(id -> id.id().equals(alert.findingInfo().analytic().uid())).findFirst();
        Optional<Grade> graded = Arrays.stream(Grade.values()).filter(known -> known.name().equals(details.grade()))
                .findFirst();
        if (rule.isEmpty() || graded.isEmpty()) {
            return new Unusable("this version knows no such rule, or not its grade");
        }
        Grade grade = graded.get();
        // What is unknown may be everything, and is held against entries as that.
        Grade max = grade == Grade.UNKNOWN ? Grade.FULL_ADMIN : grade;
        if (alert.severityId().compareTo(left(max)) <= 0) {
            return new Unusable("it is " + alert.severity().toLowerCase(Locale.ROOT)
                    + " already: an entry would change nothing");
        }
        List<Ocsf.Evidence> quoted = alert.evidences();
        if (quoted.isEmpty() || quoted.size() < details.evidencesTotal()) {
            return new Unusable("not all of its calls are quoted, and an entry has to name who made each of them");
        }
        List<Call> calls = quoted.stream().filter(evidence -> !isOfBaseline(evidence)).map(Seen::call).toList();
        Optional<Principal> principal = Principal.narrowest(calls);
        if (principal.isEmpty()) {
            return new Unusable(callers(calls) + ": an entry names one verified role or user, which made all of them");
        }
        String target = alert.resources().getFirst().name();
        return AllowEntry.isPlainName(target)
                ? new Usable(rule.get(), new Scope(principal.get(), alert.cloud().account().uid(), target, max), grade,
                        alert.severityId(), calls)
                : new Unusable("its target " + (target == null
                        ? "is not known"
                        : target + " has a name that no "
                                + "pattern can name alone")
                        + ": an entry would have to cover every target");
    }

    private static String callers(List<Call> calls) {
        List<String> actors = calls.stream().map(Call::identity).distinct().limit(3).toList();
        return "its calls were made by " + (actors.isEmpty() ? "nobody that is known" : String.join(" and ", actors));
    }

    /** What stood in a snapshot nobody called: entries are not held against it. */
    private static boolean isOfBaseline(Ocsf.Evidence evidence) {
        return evidence.uid() != null && evidence.uid().startsWith(Topics.BASELINE.name() + "/");
    }

    /** What identifies a caller, as CloudTrail gave it. */
    private static Call call(Ocsf.Evidence evidence) {
        Ocsf.Actor actor = evidence.actor();
        Ocsf.User user = actor.user();
        return new Call(user.type(), user.name(), null, user.uid(), user.uidAlt(), null,
                user.account() == null ? null : user.account().uid(),
                actor.session() == null ? null : actor.session().issuer(), null, actor.invokedBy(), null, null, null,
                null, null);
    }
}
