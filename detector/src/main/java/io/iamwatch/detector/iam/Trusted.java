package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change.Slots;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.policy.TrustPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whom a role lets in. */
public final class Trusted {

    /**
     * Followed by one role: IAM's largest trust policies have 8,192 characters, and the shortest of these takes seven.
     */
    private static final int MOST_FOLLOWED = 1200;

    private Trusted() {
    }

    /** Returns the users and roles of the account that the trust policies of a role ever named, and the account. */
    public static List<Subject> by(World world, Life role) {
        List<Subject> trusted = new ArrayList<>();
        for (TrustPolicy trust : policies(world, role)) {
            if (trust.trustsAccount(world.known().account())) {
                trusted.add(new Subject(EntityKind.ACCOUNT, world.known().account()));
            }
            trust.namedPrincipals().forEach(name -> add(name, world.known().account(), trusted));
        }
        return trusted.stream().distinct().limit(MOST_FOLLOWED).toList();
    }

    /**
     * Returns what first brought a trust policy that may hold in an interval and lets in another account, or anybody.
     */
    public static Optional<Fact> foreign(World world, Life role, long from, long to) {
        Timeline trust = world.holdings(role).timelines().get(Slots.TRUST);
        return trust == null
                ? Optional.empty()
                : trust.within(from, to).pieces().stream().flatMap(piece -> piece.values().stream())
                        .filter(value -> world.texts().trust(value.content())
                                .filter(policy -> policy.trustsForeignOrAnyone(world.known().account())).isPresent())
                        .map(Timeline.Value::opener).findFirst();
    }

    private static List<TrustPolicy> policies(World world, Life role) {
        Timeline trust = world.holdings(role).timelines().get(Slots.TRUST);
        return trust == null
                ? List.of()
                : trust.pieces().stream().flatMap(piece -> piece.values().stream())
                        .flatMap(value -> world.texts().trust(value.content()).stream()).distinct().toList();
    }

    private static void add(String principal, String account, List<Subject> trusted) {
        String name = principal.substring(principal.lastIndexOf('/') + 1);
        if (principal.contains(":iam::" + account + ":user/")) {
            trusted.add(Subject.user(name));
        } else if (principal.contains(":iam::" + account + ":role/")) {
            trusted.add(Subject.role(name));
        } else if (principal.contains(":sts::" + account + ":assumed-role/")) {
            String[] parts = principal.split("/", 3);
            trusted.add(Subject.role(parts[1]));
        } else if (principal.startsWith("AIDA")) {
            trusted.add(Subject.user(principal));
        } else if (principal.startsWith("AROA")) {
            trusted.add(Subject.role(principal));
        }
    }
}
