package io.iamwatch.detector.detection;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.iamwatch.contracts.finding.AlertBounds;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.detector.event.Blow;
import io.iamwatch.detector.event.Call;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.Sha256;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.iam.Grade;
import io.iamwatch.detector.rules.AskedRules;
import io.iamwatch.detector.rules.RuleId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What one actor did to the audit trail, a window an alert. Windows lie on a grid: which of them a call belongs to
 * is told by the call alone, so that no other one, late, repeated or forgotten, can begin an alert anew.
 */
final class Tampering {

    /** So many calls of one window are remembered, the first ones: what is left does not depend on arrival. */
    private static final int MAX_BLOWS = 200;

    /** The same for calls that mostly are everyday work. */
    private static final int MAX_EVERYDAY = 64;

    private static final RuleId RULE = RuleId.AUDIT_TRAIL_TAMPERING;

    private Tampering() {
    }

    static List<Finding> findings(String account, List<Fact> facts, AskedRules rules) {
        List<Finding> findings = new ArrayList<>();
        if (rules.isEnabled(RULE)) {
            byWindow(facts, rules).forEach((window, calls) -> findings.add(finding(account, window, calls, rules)));
        }
        return findings;
    }

    private static NavigableMap<Long, List<Fact>> byWindow(List<Fact> facts, AskedRules rules) {
        long width = width(rules);
        return facts.stream()
                .collect(groupingBy(fact -> Math.floorDiv(fact.second(), width), TreeMap::new, toList()));
    }

    private static long width(AskedRules rules) {
        return Math.max(1, rules.window(RULE));
    }

    private static Finding finding(String account, long window, List<Fact> calls, AskedRules rules) {
        List<Fact> told = told(calls);
        Call actor = told.getFirst().event().call();
        List<String> what = told.stream().map(fact -> (Change.Tampered) fact.change())
                .map(call -> call.action() + (call.target() == null ? "" : " on " + call.target())).distinct()
                .toList();
        Severity severity = rules.severity(RULE, told.stream().map(Tampering::blow).min(Blow::compareTo)
                .map(Tampering::severity).orElse(rules.severity(RULE)));
        Finding.Target target = target(account, actor);
        String how = (target.kind() == EntityKind.ACCOUNT ? "saw " + actor.actor() + " touch" : "touched")
                + " what records or watches the account, " + (told.size() == 1 ? "once" : told.size() + " times");
        return SingleEvents.finding(RULE, severity, target, told, Grade.LIMITED, how, what,
                Sha256.ofParts(RULE.id(), account, told.getFirst().change().subject().name(),
                        Long.toString(window * width(rules))),
                rules);
    }

    /** Everyday calls, and those that no alert quotes any more, are told with every doubling, not one by one. */
    private static List<Fact> told(List<Fact> calls) {
        List<Fact> everyday = calls.stream().filter(fact -> blow(fact) == Blow.MAY_CARRY).toList();
        List<Fact> blows = calls.stream().filter(fact -> blow(fact) != Blow.MAY_CARRY).toList();
        List<Fact> told = new ArrayList<>(blows.subList(0, Math.min(blows.size(),
                Math.max(AlertBounds.MAX_EVIDENCES, Integer.highestOneBit(blows.size())))));
        told.addAll(everyday.subList(0, Integer.highestOneBit(everyday.size())));
        told.sort(null);
        return told;
    }

    private static Blow blow(Fact fact) {
        return ((Change.Tampered) fact.change()).blow();
    }

    private static Severity severity(Blow blow) {
        return switch (blow) {
            case STOPS -> Severity.HIGH;
            case WEAKENS -> Severity.MEDIUM;
            case MAY_CARRY -> Severity.LOW;
        };
    }

    /** A user or a role of the account, or the account itself where somebody else acted. */
    private static Finding.Target target(String account, Call actor) {
        boolean own = actor.actorAccount() == null || actor.actorAccount().equals(account);
        String type = own && actor.actorType() != null ? actor.actorType() : "";
        String issuer = actor.issuerArn();
        if (type.equals("FederatedUser") && issuer != null && issuer.contains(":user/")) {
            return new Finding.Target(account, EntityKind.USER, issuer.substring(issuer.lastIndexOf('/') + 1), null,
                    issuer);
        }
        if (actor.actorName() == null || !(type.equals("IAMUser") || type.equals("AssumedRole"))) {
            return new Finding.Target(account, EntityKind.ACCOUNT, account, null, null);
        }
        return type.equals("IAMUser")
                ? new Finding.Target(account, EntityKind.USER, actor.actorName(), actor.identity(), actor.actorArn())
                : new Finding.Target(account, EntityKind.ROLE, actor.actorName(), actor.identity(), issuer);
    }

    /**
     * Returns what is to be remembered: of each window the first calls, of windows those that may still change, and the
     * newest where there are many.
     */
    static List<Fact> fold(List<Fact> facts, AskedRules rules, long before) {
        long width = width(rules);
        List<Fact> kept = new ArrayList<>();
        for (var window : byWindow(facts, rules).descendingMap().entrySet()) {
            if ((window.getKey() + 1) * width > before && kept.size() < Folding.MAX_FACTS) {
                kept.addAll(first(window.getValue()));
            }
        }
        kept.sort(null);
        return kept;
    }

    private static List<Fact> first(List<Fact> calls) {
        List<Fact> first = new ArrayList<>();
        int everyday = 0;
        int blows = 0;
        for (Fact fact : calls) {
            if (blow(fact) == Blow.MAY_CARRY ? everyday++ < MAX_EVERYDAY : blows++ < MAX_BLOWS) {
                first.add(fact);
            }
        }
        return first;
    }
}
