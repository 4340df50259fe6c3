package io.iamwatch.detector.policy;

import java.util.Collection;
import java.util.Set;

/** Grades principals. What is an administrator and what is not stands in the clauses, see {@link Clause}. */
public final class Grading {

    private Grading() {
    }

    /** Grades a principal. Never {@code UNKNOWN}: only the caller knows what it has not seen. */
    public static Verdict grade(Standpoint standpoint) {
        Access access = new Access(standpoint);
        Best best = asItStands(standpoint, access);
        if (!best.isSettled() && !access.reachesNothing()) {
            new OwnCaps(standpoint, access).offerTo(best);
        }
        if (!best.verdict().grade().isAdmin() && !access.reachesNothing()) {
            new Indirection(access, standpoint.surroundings()).offerTo(best);
        }
        return best.verdict();
    }

    /** Grades without what the principal could do to its own caps, and without services. */
    static Verdict gradeAsItStands(Standpoint standpoint) {
        return asItStands(standpoint, new Access(standpoint)).verdict();
    }

    private static Best asItStands(Standpoint standpoint, Access access) {
        Best best = new Best();
        best.offer(Clause.FULL, FullAccess.of(access));
        if (!best.isSettled() && !access.reachesNothing()) {
            new DirectGrants(standpoint, access).offerTo(best);
        }
        RoleGrants roles = new RoleGrants(standpoint, access);
        if (!best.isSettled() && !access.reachesNothing()) {
            roles.offerTo(best);
        }
        if (!best.isSettled() && !access.reachesNothing()) {
            new UserGrants(standpoint, access).offerTo(best);
        }
        if (!best.isSettled()) {
            roles.offerTrustTo(best);
        }
        return best;
    }

    /**
     * Returns whether a condition in these documents admits a managed policy, to attach it or as a boundary.
     *
     * @param userName of the holder where it is a user, else null
     */
    public static boolean admits(Collection<PolicyDocument> documents, String partition, String account,
            String userName, String policyArn) {
        return new InterestReader(partition, account, userName).admits(documents, policyArn);
    }

    /**
     * Returns which other principals and policies the grade of a holder of these documents may depend on, at any time.
     * An upper bound, made for an index: trust policies that name the holder come on top.
     *
     * @param userName of the holder where it is a user, else null
     */
    public static Set<Interest> interests(Collection<PolicyDocument> documents, String partition, String account,
            String userName) {
        return new InterestReader(partition, account, userName).read(documents);
    }
}
