package io.iamwatch.detector.iam;

import java.util.List;

/** Who is in which group. */
public final class Memberships {

    private Memberships() {
    }

    /** Returns whether a user may be in a group in a second. */
    public static boolean holds(World world, Life user, Life group, long second) {
        return groups(world, user, second).contains(group);
    }

    /** Returns the groups that a user may be in in a second. */
    public static List<Life> groups(World world, Life user, long second) {
        Moment moment = new Moment(world, second);
        return world.memberships(user).stream().filter(bond -> bond.other() != null && moment.mayHold(bond))
                .map(Bond::other).distinct().toList();
    }
}
