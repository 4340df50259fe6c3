package io.iamwatch.detector.iam;

import io.iamwatch.detector.policy.Interest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a principal may do, from its birth to its end.
 *
 * @param life whose rights they are
 * @param stretches intervals without a gap, oldest first
 * @param interests on whom else they may depend, at whatever time
 * @param orderUnknown whether events of one second leave open what it has at the end
 */
public record Assessment(Life life, List<Stretch> stretches, Set<Interest> interests, boolean orderUnknown) {

    /** Returns the present: the last interval, where it still lives. */
    public Optional<Stretch> present() {
        return stretches.isEmpty() || !life.lives() ? Optional.empty() : Optional.of(stretches.getLast());
    }

    /** Returns when it was an administrator, in a form that others can look up. */
    public List<AdminSpans.Span> spans(String account) {
        return stretches.stream().filter(stretch -> stretch.grade().isAdmin())
                .map(stretch -> new AdminSpans.Span(life.arnAt(stretch.from(), account), stretch.from(), stretch.to(),
                        stretch.rank()))
                .toList();
    }
}
