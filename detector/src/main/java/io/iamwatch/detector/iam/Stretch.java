package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.policy.Verdict;
import java.util.List;
import java.util.stream.Stream;

/**
 * An interval in which a principal's rights are the same.
 *
 * @param from first second (inclusive)
 * @param to last second (inclusive)
 * @param verdict the grade, as far as policies were seen
 * @param rank how far it is from somebody who is an administrator by itself; 0 for such
 * @param causes what made it so, in causal order
 * @param unseen policies and groups whose content was never seen
 * @param unseenBy what brought those
 * @param unseenBoundary whether a boundary holds whose content was never seen
 * @param aloneUnderCondition whether it would be as much, but under a condition, without its groups
 */
public record Stretch(long from, long to, Verdict verdict, int rank, List<Fact> causes, List<Subject> unseen,
        List<Fact> unseenBy, boolean unseenBoundary, boolean aloneUnderCondition) {

    /** Returns the grade: what was seen decides if it is an administrator's already. */
    public Grade grade() {
        return verdict.grade().isAdmin() || unseen.isEmpty() ? verdict.grade() : Grade.UNKNOWN;
    }

    /** Returns how much that is: a higher grade is more, and of one grade the one without a condition. */
    public int strength() {
        int level = switch (grade()) {
            case LIMITED -> 0;
            case UNKNOWN -> 1;
            case INDIRECT -> 2;
            case ADMIN_EQUIVALENT -> 3;
            case FULL_ADMIN -> 4;
        };
        return level * 2 + (verdict.conditional() ? 0 : 1);
    }

    /** Returns the same, told from another second on. */
    public Stretch since(long first) {
        return new Stretch(first, to, verdict, rank, causes, unseen, unseenBy, unseenBoundary,
                aloneUnderCondition);
    }

    /** Returns the same with what more it rests on. */
    public Stretch because(List<Fact> more) {
        List<Fact> all = Stream.concat(causes.stream(), more.stream()).distinct().sorted().toList();
        return new Stretch(from, to, verdict, rank, all, unseen, unseenBy, unseenBoundary,
                aloneUnderCondition);
    }

    Stretch until(long last) {
        return new Stretch(from, last, verdict, rank, causes, unseen, unseenBy, unseenBoundary,
                aloneUnderCondition);
    }

    boolean isAlike(Stretch other) {
        return verdict.grade() == other.verdict.grade() && verdict.conditional() == other.verdict.conditional()
                && rank == other.rank && causes.equals(other.causes) && unseen.equals(other.unseen)
                && unseenBy.equals(other.unseenBy) && unseenBoundary == other.unseenBoundary;
    }
}
