package io.iamwatch.alerting.investigation;

import static java.util.Comparator.comparingLong;

import io.iamwatch.contracts.finding.AdminActivity.Service;
import io.iamwatch.contracts.finding.AdminActivity.Source;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.Investigation;
import io.iamwatch.contracts.finding.Investigation.Contained;
import io.iamwatch.contracts.finding.Ocsf.Resource;
import io.iamwatch.contracts.finding.Seen;
import io.iamwatch.contracts.finding.Seen.CredentialCall;
import io.iamwatch.contracts.finding.Seen.Denied;
import io.iamwatch.contracts.finding.Seen.Descendant;
import io.iamwatch.contracts.finding.Seen.GuardCall;
import io.iamwatch.contracts.finding.Seen.RoleUse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Puts together what the alerts of an incident tell: calls by all of them, judgements by those that stand. */
public final class Investigator {

    /** The rule that follows what a new administrator does. */
    static final String FOLLOWS = "new-admin-active";

    private static final int MAX_LISTED = 30;

    private Investigator() {
    }

    /**
     * Returns what is known of a principal by its alerts.
     *
     * @param told its alerts, and those about others that are tied to its incident, which tell nothing of it
     * @param kin incidents about others of the account
     */
    public static Investigation of(Resource principal, List<AlertState> told, Kin kin) {
        List<AlertState> alerts = told.stream().filter(alert -> alert.about() == null).toList();
        List<AlertState> standing = alerts.stream().filter(AlertState::stands).toList();
        // That an alert was taken back says nothing against the calls behind it: they were made.
        List<Seen> seen = alerts.stream().map(AlertState::seen).toList();
        Map<String, Service> services = new LinkedHashMap<>();
        Map<String, Source> sources = new LinkedHashMap<>();
        Map<String, RoleUse> roles = new LinkedHashMap<>();
        for (Seen one : seen) {
            one.services().forEach(use -> services.merge(use.name(), use, Merge::alerts));
            one.sources().forEach(source -> sources.merge(source.address(), source, Merge::alerts));
            one.roles().forEach(use -> roles.merge(use.role(), use, Merge::alerts));
        }
        int unlisted = seen.stream().mapToInt(one -> Math.max(0, one.servicesTotal() - one.services().size())).max()
                .orElse(0);
        boolean followed = standing.stream().anyMatch(alert -> FOLLOWS.equals(alert.ruleId()));
        Investigation known = new Investigation(followed, newest(services.values(), Service::last),
                services.size() + unlisted, newest(sources.values(), Source::last),
                some(CredentialStates.of(distinct(seen, Seen::credentials, Investigator::place)).stream()),
                some(distinct(seen, Seen::guards, Investigator::place).stream()
                        .sorted(comparingLong(GuardCall::time))),
                newest(roles.values(), RoleUse::lastUse),
                some(seen.stream().flatMap(one -> one.descendants().stream())
                        .sorted(comparingLong(Descendant::time))),
                denied(standing.stream().map(AlertState::seen).toList()), null, List.of());
        Contained contained = ContainedFacts.of(principal, standing, known, kin);
        return with(known, contained, TriageAnswers.of(standing, known, contained));
    }

    /** Returns how far the principal of an incident is contained itself, and why. */
    public static Investigation.Fact own(IncidentFinding incident) {
        return ContainedFacts.own(incident);
    }

    /** Returns the gravest alert that says that somebody is an administrator. */
    static Optional<AlertState> lead(List<AlertState> standing) {
        return standing.stream().filter(alert -> alert.ta() != null)
                .reduce((one, other) -> other.severity().compareTo(one.severity()) > 0 ? other : one);
    }

    private static Investigation with(Investigation known, Contained contained, List<Investigation.Answer> answers) {
        return new Investigation(known.followed(), known.services(), known.servicesTotal(), known.sources(),
                known.credentials(), known.guards(), known.roles(), known.descendants(), known.denied(), contained,
                answers);
    }

    private static <T> List<T> newest(Collection<T> uses, Function<T, Long> lastUse) {
        return uses.stream().sorted((one, other) -> Long.compare(lastUse.apply(other), lastUse.apply(one)))
                .limit(MAX_LISTED).toList();
    }

    private static <T> List<T> some(Stream<T> all) {
        return all.distinct().limit(MAX_LISTED).toList();
    }

    /** A record that several alerts rest on is one call. */
    private static <T> List<T> distinct(List<Seen> seen, Function<Seen, List<T>> what, Function<T, String> place) {
        Map<String, T> byPlace = new HashMap<>();
        List<T> calls = new ArrayList<>();
        seen.stream().map(what).flatMap(List::stream).forEach(call -> {
            if (byPlace.putIfAbsent(place.apply(call), call) == null) {
                calls.add(call);
            }
        });
        return calls;
    }

    private static String place(CredentialCall call) {
        return call.position() + " " + call.kind() + call.change() + call.id() + call.time();
    }

    private static String place(GuardCall call) {
        return call.position() + " " + call.operation() + call.time();
    }

    private static Denied denied(List<Seen> seen) {
        List<Denied> all = seen.stream().map(Seen::denied).filter(Objects::nonNull).toList();
        return all.isEmpty()
                ? null
                : new Denied(some(all.stream().flatMap(one -> one.calls().stream())),
                        all.stream().mapToLong(Denied::total).sum());
    }
}
