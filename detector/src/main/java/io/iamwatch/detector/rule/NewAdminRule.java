package io.iamwatch.detector.rule;

import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.Sha256;
import io.iamwatch.detector.iam.AdminLife;
import io.iamwatch.detector.iam.Administrators;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.iam.Grade;
import io.iamwatch.detector.iam.Incarnation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The core rule. Tb is the birth of a user's incarnation, Ta the first second in which it is an administrator:
 * {@link RuleId#NEW_ADMIN_USER} where −5 s ≤ Ta − Tb ≤ window, and else {@link RuleId#ADMIN_GRANTED}. Both are one
 * family with one uid for an incarnation: one story, one page.
 */
public final class NewAdminRule {

    private static final String FAMILY = "new-admin";

    private NewAdminRule() {
    }

    /** Returns the findings about the incarnations of one name, ordered by uid. */
    public static List<Finding> evaluate(String account, List<Fact> facts, DetectionRules rules) {
        List<Finding> findings = new ArrayList<>();
        int unborn = 0;
        for (AdminLife life : inOrderOfTa(Administrators.among(facts, rules.memory()))) {
            String incarnation = life.incarnation().isBorn() ? life.incarnation().id() : unbornId(life, ++unborn);
            findings.add(finding(account, life, incarnation, rules));
        }
        findings.sort(Comparator.comparing(Finding::uid));
        return findings;
    }

    private static List<AdminLife> inOrderOfTa(List<AdminLife> lives) {
        return lives.stream().sorted(Comparator.comparingLong(AdminLife::ta)).toList();
    }

    /** A name may belong to several whose births were not seen, one after the other. */
    private static String unbornId(AdminLife life, int number) {
        String name = life.grants().getFirst().change().userName().toLowerCase(Locale.ROOT);
        return "unborn:" + name + (number == 1 ? "" : ":" + number);
    }

    private static Finding finding(String account, AdminLife life, String incarnationId, DetectionRules rules) {
        Incarnation incarnation = life.incarnation();
        List<Fact> links = new ArrayList<>();
        if (incarnation.isBorn()) {
            links.add(incarnation.birth());
        }
        links.addAll(life.grants());
        String name = links.getFirst().change().userName();
        String uid = Sha256.ofParts(FAMILY, account, "user", incarnationId);
        boolean isNew = incarnation.isBorn()
                && life.ta() - incarnation.firstSecond() <= rules.newAdminWindow().toSeconds();
        return new Finding(uid, isNew ? RuleId.NEW_ADMIN_USER : RuleId.ADMIN_GRANTED,
                isNew ? Severity.CRITICAL : Severity.HIGH, target(account, name, incarnation), life.ta(),
                incarnation.isBorn() ? incarnation.firstSecond() : null, Grade.FULL_ADMIN, ids(links),
                life.stillAdmin(), !incarnation.isBorn(), life.orderUnknown(), links.stream().anyMatch(Fact::late),
                links.stream().anyMatch(Fact::future));
    }

    private static Finding.Target target(String account, String name, Incarnation incarnation) {
        return incarnation.isBorn() && incarnation.birth().change() instanceof Change.UserCreated created
                ? new Finding.Target(account, created.userName(), created.userId(), created.arn())
                : new Finding.Target(account, name, null, null);
    }

    private static List<EventId> ids(List<Fact> links) {
        return links.stream().map(link -> link.event().id()).toList();
    }
}
