package io.iamwatch.detector.iam;

import io.iamwatch.detector.policy.Interest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a principal may do, from its birth to its end.
 *
 * @param life whose rights they are
 * @param stretches intervals without a gap, oldest first
 * @param partial whether the first interval only tells what was before: nothing of note began then or earlier
 * @param interests on whom else they may depend, at whatever time
 * @param orderUnknown whether events of one second leave open what it has at the end
 */
public record Assessment(Life life, List<Stretch> stretches, boolean partial, Set<Interest> interests,
        boolean orderUnknown) {

    /** Returns that nothing of note was found, where nothing can have become so. */
    public static Assessment ofNothing(Life life) {
        return new Assessment(life, List.of(), true, Set.of(), life.orderUnknown());
    }

    /** Returns the present: the last interval, where it still lives. */
    public Optional<Stretch> present() {
        return stretches.isEmpty() || !life.lives() ? Optional.empty() : Optional.of(stretches.getLast());
    }

    /** Returns whether, by what is known, it lives and may be an administrator. */
    public boolean isAdminNow() {
        return present().filter(stretch -> stretch.grade().isAdmin()).isPresent();
    }

    /** Returns when it was an administrator, in a form that others can look up. */
    public List<AdminSpans.Span> spans(String account) {
        List<AdminSpans.Span> spans = new ArrayList<>();
        stretches.stream().filter(stretch -> stretch.grade().isAdmin())
                .forEach(stretch -> addSpans(stretch, account, spans));
        return List.copyOf(spans);
    }

    /** One for each ARN; in the second of a renaming it may have either. */
    private void addSpans(Stretch stretch, String account, List<AdminSpans.Span> spans) {
        long from = stretch.from();
        Set<String> arns = life.arnsFrom(from, account);
        for (String other : life.arnsIn(from, account)) {
            if (!arns.contains(other)) {
                spans.add(new AdminSpans.Span(other, from, from, stretch.rank()));
            }
        }
        for (long change : new TreeSet<>(life.arnChanges())) {
            Set<String> next = life.arnsFrom(change, account);
            if (change > from && change <= stretch.to() && !next.equals(arns)) {
                add(arns, from, change, stretch, spans);
                from = change;
                arns = next;
            }
        }
        add(arns, from, stretch.to(), stretch, spans);
    }

    private static void add(Set<String> arns, long from, long to, Stretch stretch, List<AdminSpans.Span> spans) {
        arns.forEach(arn -> spans.add(new AdminSpans.Span(arn, from, to, stretch.rank())));
    }
}
