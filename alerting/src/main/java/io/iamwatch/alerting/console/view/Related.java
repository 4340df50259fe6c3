package io.iamwatch.alerting.console.view;

import static java.util.Comparator.comparingInt;
import static java.util.Comparator.comparingLong;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Incidents that one incident has to do with: somebody who called in one of them called in the other, or is whom it
 * is about; or a call came from the same address, in whatever account. Within two days: people and addresses come
 * again.
 *
 * @param incidents the nearest ones
 * @param total how many there are
 */
public record Related(List<One> incidents, int total) {

    /** How far apart incidents may be, in event time. */
    public static final Duration WITHIN = Duration.ofDays(2);

    /** The most that are told. */
    public static final int MOST = 20;

    private static final Set<String> NOBODY = Set.of("", "?");

    /**
     * An incident, and why.
     *
     * @param reasons one sentence each
     */
    public record One(IncidentRow row, List<String> reasons) {
    }

    /** Returns those that an incident is related to; nothing where it is not there. */
    public static Related of(IncidentView view, String uid) {
        List<IncidentRow> rows = view.rows();
        Optional<IncidentRow> asked = rows.stream().filter(row -> row.uid().equals(uid)).findFirst();
        if (asked.isEmpty()) {
            return new Related(List.of(), 0);
        }
        IncidentRow own = asked.get();
        List<One> all = rows.stream().filter(row -> !row.uid().equals(uid) && apart(own, row) <= WITHIN.toMillis())
                .map(row -> new One(row, reasons(own, row))).filter(one -> !one.reasons().isEmpty())
                .sorted(comparingInt((One one) -> -one.reasons().size()).thenComparingLong(one -> apart(own, one.row()))
                        .thenComparing(comparingLong((One one) -> one.row().changed()).reversed()))
                .toList();
        return new Related(all.stream().limit(MOST).toList(), all.size());
    }

    /** How long nothing happened between the two, milliseconds; 0 where they overlap. */
    private static long apart(IncidentRow one, IncidentRow other) {
        return Math.max(0, Math.max(one.started(), other.started()) - Math.min(one.ended(), other.ended()));
    }

    private static List<String> reasons(IncidentRow own, IncidentRow other) {
        List<String> reasons = new ArrayList<>();
        if (own.account().equals(other.account())) {
            String about = principal(other);
            if (about.equals(principal(own))) {
                reasons.add("the same principal");
            }
            for (String actor : own.actors()) {
                if (NOBODY.contains(actor)) {
                    continue;
                }
                if (isThat(actor, about) && !isThat(actor, principal(own))) {
                    reasons.add(actor + ", who called here, is whom it is about");
                }
                if (other.actors().contains(actor)) {
                    reasons.add(isThat(actor, principal(own))
                            ? "whom this one is about called there"
                            : "the same actor: " + actor);
                }
            }
            other.actors().stream().filter(actor -> isThat(actor, principal(own)) && !own.actors().contains(actor))
                    .findFirst().ifPresent(actor -> reasons.add("whom this one is about called there"));
        }
        own.addresses().stream().filter(other.addresses()::contains)
                .forEach(address -> reasons.add("the same address: " + address));
        return reasons.stream().distinct().toList();
    }

    private static String principal(IncidentRow row) {
        return row.principal().toLowerCase(Locale.ROOT);
    }

    /** Actors that are users are told by their bare name, roles as {@code role name}. */
    private static boolean isThat(String actor, String principal) {
        String name = actor.toLowerCase(Locale.ROOT);
        return principal.equals(name) || principal.equals("user " + name);
    }
}
