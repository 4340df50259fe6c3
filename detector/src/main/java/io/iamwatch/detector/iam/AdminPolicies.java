package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.policy.AttachedPolicy;
import io.iamwatch.detector.policy.Grading;
import io.iamwatch.detector.policy.Holder;
import io.iamwatch.detector.policy.LivePolicy;
import io.iamwatch.detector.policy.PolicyDocument;
import io.iamwatch.detector.policy.PrincipalKind;
import io.iamwatch.detector.policy.Standpoint;
import io.iamwatch.detector.policy.Surroundings;
import io.iamwatch.detector.policy.Verdict;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * Tells of an account's own managed policies when they make an administrator of whoever gets them. Conditions admit
 * them by name: to attach, or as the boundary that others must have.
 */
public final class AdminPolicies {

    /** The rank of a policy that allows every action on every resource and denies nothing: below that of anybody. */
    static final int ALLOWS_EVERYTHING = -1;
    /** The rank of a policy that makes an administrator in another way; as a boundary it may protect. */
    static final int MAKES_ADMINISTRATORS = 0;

    /** Somebody without a name that a document could have meant. */
    private static final String ANYBODY = "zq7-anybody";

    private final World world;
    private final IdentityHashMap<PolicyDocument, OptionalInt> ranks = new IdentityHashMap<>();

    private AdminPolicies(World world) {
        this.world = world;
    }

    /** Returns when a policy of the account is an administrator's; its rank says of what kind. */
    public static AdminSpans spans(World world, Subject policy) {
        AdminPolicies policies = new AdminPolicies(world);
        List<AdminSpans.Span> spans = new ArrayList<>();
        world.biographies(policy).lives().forEach(life -> policies.add(life, spans));
        return new AdminSpans(policy, List.copyOf(spans));
    }

    private void add(Life policy, List<AdminSpans.Span> spans) {
        String arn = policy.arnAt(policy.lastSecond(), world.known().account());
        PolicyContent content = world.content(arn, policy);
        NavigableSet<Long> changes = new TreeSet<>();
        changes.add(policy.firstSecond());
        content.addChanges(changes);
        AdminSpans.Span last = null;
        for (long second : changes.subSet(policy.firstSecond(), true, policy.lastSecond(), true)) {
            OptionalInt rank = rank(content, second, policy.partition(), arn);
            if (last != null && (rank.isEmpty() || rank.getAsInt() != last.rank())) {
                spans.add(new AdminSpans.Span(arn, last.from(), second - 1, last.rank()));
                last = null;
            }
            if (last == null && rank.isPresent()) {
                last = new AdminSpans.Span(arn, second, policy.lastSecond(), rank.getAsInt());
            }
        }
        if (last != null) {
            spans.add(last);
        }
    }

    /** Of several texts that it may have in a second the strongest counts. */
    private OptionalInt rank(PolicyContent content, long second, String partition, String arn) {
        return content.at(second).stream().map(PolicyContent.Text::document).flatMap(Optional::stream)
                .map(document -> ranks.computeIfAbsent(document, text -> rank(text, partition, arn)))
                .flatMapToInt(OptionalInt::stream).min();
    }

    /** Who has it may be allowed to rewrite it. */
    private OptionalInt rank(PolicyDocument document, String partition, String arn) {
        String account = world.known().account();
        Verdict verdict = Grading.grade(new Standpoint(partition, account, PrincipalKind.USER, ANYBODY,
                "arn:" + partition + ":iam::" + account + ":user/" + ANYBODY, null,
                List.of(new LivePolicy(document, true, new Holder(null, false), arn)), Optional.empty(), List.of(),
                List.of(new AttachedPolicy(arn, List.of())), Surroundings.NOTHING_KNOWN));
        if (!verdict.grade().isAdmin()) {
            return OptionalInt.empty();
        }
        boolean everything = verdict.grade() == Grade.FULL_ADMIN && !verdict.conditional() && !document.hasDeny();
        return OptionalInt.of(everything ? ALLOWS_EVERYTHING : MAKES_ADMINISTRATORS);
    }
}
