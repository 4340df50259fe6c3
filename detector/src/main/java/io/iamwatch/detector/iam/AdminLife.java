package io.iamwatch.detector.iam;

import java.util.List;

/**
 * An incarnation that was an administrator for a second at least.
 *
 * @param incarnation whose life it is
 * @param ta the first second in which it was an administrator
 * @param grants what made it one in that second, in the order of their identities
 * @param stillAdmin whether it may be one now
 * @param orderUnknown whether events of one second leave open if it stayed one
 */
public record AdminLife(Incarnation incarnation, long ta, List<Fact> grants, boolean stillAdmin,
        boolean orderUnknown) {
}
