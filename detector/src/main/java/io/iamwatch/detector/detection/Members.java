package io.iamwatch.detector.detection;

import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.Life;
import io.iamwatch.detector.iam.Memberships;
import io.iamwatch.detector.iam.World;
import java.util.List;

/** Who is in a group. */
final class Members {

    private static final int MAX_LOOKED_AT = 10_000;

    private Members() {
    }

    /** Returns the names of who may be in a group in a second, in the order of their names. */
    static List<String> of(Session session, World world, Life group, long second) {
        return session.linked(Graph.Link.MEMBER_OF, group.firstStay().key(), MAX_LOOKED_AT).stream()
                .filter(user -> isMember(world, user, group, second)).map(Subject::name).sorted().toList();
    }

    private static boolean isMember(World world, Subject user, Life group, long second) {
        return world.biographies(user).lives().stream()
                .anyMatch(life -> Memberships.holds(world, life, group, second));
    }
}
