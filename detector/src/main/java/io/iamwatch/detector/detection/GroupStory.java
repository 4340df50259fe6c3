package io.iamwatch.detector.detection;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.iam.Assessor;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.iam.Incarnation;
import io.iamwatch.detector.iam.Life;
import io.iamwatch.detector.iam.Memberships;
import io.iamwatch.detector.iam.Stretch;
import io.iamwatch.detector.iam.World;
import java.util.List;

/**
 * A change that makes a group an administrator is told once, with its members: not by each of them, but for those
 * who are new. What makes members administrators and not the group is told of each.
 */
final class GroupStory {

    private GroupStory() {
    }

    /** Returns whether what began for a user is told of one of its groups. */
    static boolean tells(Session session, World world, Life user, Stretch stretch) {
        boolean throughGroup = stretch.causes().stream().anyMatch(fact -> fact.change() instanceof Change.Joined
                || fact.change().subject().kind() == EntityKind.GROUP);
        return throughGroup && !stretch.aloneUnderCondition() && !isUsersOwn(user, stretch)
                && Memberships.groups(world, user, stretch.from()).stream()
                        .anyMatch(group -> begins(session, world, group, stretch));
    }

    private static boolean isUsersOwn(Life user, Stretch stretch) {
        List<Fact> own = user.facts();
        return stretch.causes().stream().anyMatch(fact -> fact.second() >= stretch.from() && own.contains(fact));
    }

    /** A group that was as much before is told of already, and at that time the member was not. */
    private static boolean begins(Session session, World world, Life group, Stretch stretch) {
        return stretch.grade().isAdmin()
                ? session.administrator(group.firstStay()).beginIn(stretch.from())
                : Assessor.assess(world, group, Incarnation.BEGINNING).stretches().stream()
                        .anyMatch(now -> now.from() == stretch.from() && now.grade() == stretch.grade());
    }
}
