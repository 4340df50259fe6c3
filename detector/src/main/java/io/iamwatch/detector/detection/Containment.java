package io.iamwatch.detector.detection;

import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.Change.Slots;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.Assessment;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.iam.Life;
import io.iamwatch.detector.iam.Stretch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What was done against a user who became an administrator, and what of it holds at the end of the story: by event
 * time, and by what is known.
 */
final class Containment {

    /** How far it goes. */
    enum Extent {
        /** It can do nothing any more, or little, and nobody can sign in as it. */
        YES("is contained", Severity.INFORMATIONAL),
        /** Something was done, and something is still open. */
        PARTLY("is partly contained", Severity.LOW),
        /** All that was done was undone. */
        UNDONE("is not contained any more", Severity.MEDIUM);

        private final String words;
        private final Severity severity;

        Extent(String words, Severity severity) {
            this.words = words;
            this.severity = severity;
        }

        /** Returns what an alert of it begins with, after the target's name. */
        String words() {
            return words;
        }

        /** Returns how bad it is unless the rules say otherwise. */
        Severity severity() {
            return severity;
        }
    }

    /** A flood of them must not take the place of what the alert that it is about rests on. */
    private static final int MAX_TOLD = 25;

    private static final Set<String> DENY_ALL = Set.of("aws/awsdenyall");
    private static final Set<String> QUARANTINE = Set.of("aws/awscompromisedkeyquarantine",
            "aws/awscompromisedkeyquarantinev2", "aws/awscompromisedkeyquarantinev3");

    private final Life life;
    private final List<Stretch> stretches;
    private final long from;
    private final long until;
    private final List<Fact> deletions;
    private final List<Fact> measures = new ArrayList<>();
    private final CredentialsInUse credentials;
    private final Set<String> granted;

    /**
     * Looks at a user.
     *
     * @param from the second in which it became an administrator
     * @param until the last second of the story (inclusive)
     * @param deletions what ended it, where that was seen
     */
    Containment(Assessment assessment, long from, long until, List<Fact> deletions) {
        this.life = assessment.life();
        this.stretches = assessment.stretches();
        this.from = from;
        this.until = until;
        this.deletions = deletions.stream().filter(this::isOfStory).toList();
        this.credentials = CredentialsInUse.at(life, until);
        this.granted = grantedSlots();
        collect();
    }

    /** Returns the calls that deleted somebody; none where it is there. */
    static List<Fact> deletions(Session session, Life life) {
        if (life.lives()) {
            return List.of();
        }
        Subject name = new Subject(life.kind(), life.nameAt(life.lastSecond()));
        return session.facts(name).stream().filter(fact -> fact.change() instanceof Change.Gone
                && fact.second() == life.lastSecond()).toList();
    }

    /** Returns what was done, and undone, in the order of identities, the first and the last of it where it is much. */
    List<Fact> measures() {
        if (measures.size() <= 2 * MAX_TOLD) {
            return measures;
        }
        List<Fact> told = new ArrayList<>(measures.subList(0, MAX_TOLD));
        told.addAll(measures.subList(measures.size() - MAX_TOLD, measures.size()));
        return told;
    }

    /** Returns the second of the last thing that was done, or undone. */
    long lastMeasure() {
        return measures.getLast().second();
    }

    /** Returns how far it goes, where calls still succeed afterwards, or none does that was seen. */
    Extent extent(boolean succeeds) {
        Extent extent = extent();
        return succeeds && extent == Extent.YES ? Extent.PARTLY : extent;
    }

    private Extent extent() {
        if (isGone()) {
            return Extent.YES;
        }
        if (isNoAdministrator()) {
            boolean nobodyCanAct = isOn(DENY_ALL) || credentials.open().isEmpty();
            boolean onlyQuarantined = isOn(QUARANTINE) && !isOn(DENY_ALL) && hasGrant(true);
            return nobodyCanAct && !onlyQuarantined ? Extent.YES : Extent.PARTLY;
        }
        boolean something = isOn(QUARANTINE) || credentials.isSomeClosedSince(from) || hasGrant(false);
        return something && !isAdministratorAgain() ? Extent.PARTLY : Extent.UNDONE;
    }

    /** Returns ways to sign in that are still open, where they matter. */
    List<String> stillOpen() {
        return isGone() ? List.of() : credentials.open();
    }

    /** Returns it in words, as they follow the target's name. */
    String how(boolean succeeds) {
        Extent extent = extent(succeeds);
        List<String> facts = new ArrayList<>();
        if (isGone()) {
            facts.add("it was deleted");
        } else if (extent == Extent.UNDONE) {
            facts.add(isAdministratorAgain() ? "an administrator again" : "what was done against it was undone");
        } else {
            facts.add(isNoAdministrator() ? "no administrator any more" : "still an administrator");
            if (isOn(DENY_ALL)) {
                facts.add("denied everything by AWSDenyAll");
            }
            if (isOn(QUARANTINE)) {
                facts.add("under AWS's quarantine policy");
            }
            if (credentials.isSomeClosedSince(from)) {
                facts.add("a credential inactive or deleted");
            }
        }
        String calls = succeeds ? "; calls still succeed" : "";
        String open = stillOpen().isEmpty() ? "" : "; still active";
        return extent.words() + ": " + String.join(", ", facts) + calls + open;
    }

    /** What happened in the very second may have come before. */
    private boolean isOfStory(Fact fact) {
        return from < fact.second() && fact.second() <= until && !fact.future();
    }

    private void collect() {
        Set<String> touched = new HashSet<>();
        for (Fact fact : life.facts()) {
            if (isOfStory(fact)) {
                String what = touched(fact.change());
                if (what != null && (touched.contains(what) || isMeasure(fact))) {
                    touched.add(what);
                    measures.add(fact);
                }
            }
        }
        measures.addAll(deletions);
        measures.sort(null);
    }

    /** What made it an administrator: to take it away is a measure. */
    private Set<String> grantedSlots() {
        Set<String> slots = new HashSet<>();
        for (Stretch stretch : stretches) {
            if (stretch.grade().isAdmin() && stretch.from() <= until) {
                stretch.causes().stream().filter(fact -> fact.change().subject().kind() == life.kind())
                        .map(Fact::change).filter(Containment::isGrant).forEach(grant -> slots.add(touched(grant)));
            }
        }
        return slots;
    }

    /** Whether something that made it an administrator is there; or whether something of that is not there. */
    private boolean hasGrant(boolean there) {
        Map<String, Long> newest = new HashMap<>();
        Map<String, Boolean> open = new HashMap<>();
        for (Fact fact : life.facts()) {
            if (fact.second() <= until && !fact.future() && fact.change() instanceof Change.OfSlot slot
                    && granted.contains(slot.slot())) {
                boolean sameSecond = newest.getOrDefault(slot.slot(), Long.MIN_VALUE) == fact.second();
                open.merge(slot.slot(), slot.opens(), (before, now) -> now || (before && sameSecond));
                newest.put(slot.slot(), fact.second());
            }
        }
        return open.containsValue(there);
    }

    private boolean isAdministratorAgain() {
        return !isNoAdministrator() && stretches.stream()
                .anyMatch(stretch -> stretch.from() > from && stretch.from() <= until && !stretch.grade().isAdmin());
    }

    private static boolean isGrant(Change change) {
        return change instanceof Change.OfSlot slot && slot.opens() && !slot.slot().equals(Slots.BOUNDARY);
    }

    private static String touched(Change change) {
        return switch (change) {
            case Change.OfSlot slot -> slot.slot();
            case Change.CredentialIssued issued -> CredentialsInUse.slot(issued.key());
            case Change.CredentialClosed closed -> CredentialsInUse.slot(closed.key());
            default -> null;
        };
    }

    private boolean isMeasure(Fact fact) {
        return switch (fact.change()) {
            case Change.CredentialClosed closed -> !PrincipalRules.isBy(life, fact);
            case Change.OfSlot slot when !slot.opens() -> granted.contains(slot.slot());
            case Change.OfSlot slot -> isNamed(slot, DENY_ALL) || isNamed(slot, QUARANTINE) || losesIn(fact.second());
            default -> false;
        };
    }

    /** A protection counts from the second after it on. */
    private boolean losesIn(long second) {
        for (int i = 1; i < stretches.size(); i++) {
            if (stretches.get(i).from() == second + 1 && !stretches.get(i).grade().isAdmin()
                    && stretches.get(i - 1).grade().isAdmin()) {
                return true;
            }
        }
        return false;
    }

    private boolean isGone() {
        return !life.lives() && life.lastSecond() <= until;
    }

    private boolean isNoAdministrator() {
        return isGone() || stretches.stream().filter(stretch -> stretch.from() <= until && until <= stretch.to())
                .noneMatch(stretch -> stretch.grade().isAdmin());
    }

    /** Whether one of the policies is on it: of the newest second that touched the place all have to say so. */
    private boolean isOn(Set<String> policies) {
        Map<String, Long> newest = new HashMap<>();
        Map<String, Boolean> on = new HashMap<>();
        for (Fact fact : life.facts()) {
            if (isOfStory(fact) && fact.change() instanceof Change.OfSlot slot && isWhereAPolicyStands(slot)) {
                boolean sameSecond = newest.getOrDefault(slot.slot(), Long.MIN_VALUE) == fact.second();
                on.merge(slot.slot(), isNamed(slot, policies), (before, now) -> now && (before || !sameSecond));
                newest.put(slot.slot(), fact.second());
            }
        }
        return on.containsValue(true);
    }

    private static boolean isWhereAPolicyStands(Change.OfSlot slot) {
        return Slots.isAttached(slot.slot()) || slot.slot().equals(Slots.BOUNDARY);
    }

    private static boolean isNamed(Change.OfSlot slot, Set<String> policies) {
        String arn = switch (slot) {
            case Change.Attached attached -> attached.policyArn();
            case Change.BoundaryPut boundary -> boundary.policyArn();
            default -> null;
        };
        return arn != null && policies.contains(Subject.policy(arn).name().toLowerCase(Locale.ROOT));
    }
}
