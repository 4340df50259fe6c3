package io.iamwatch.detector.detection;

import io.iamwatch.detector.detection.SimulatedAccount.Entity;
import io.iamwatch.detector.iam.Grade;
import io.iamwatch.detector.policy.AttachedPolicy;
import io.iamwatch.detector.policy.AwsManagedPolicies;
import io.iamwatch.detector.policy.Grading;
import io.iamwatch.detector.policy.Holder;
import io.iamwatch.detector.policy.LivePolicy;
import io.iamwatch.detector.policy.PolicyDocument;
import io.iamwatch.detector.policy.PrincipalKind;
import io.iamwatch.detector.policy.Standpoint;
import io.iamwatch.detector.policy.Surroundings;
import io.iamwatch.detector.policy.TrustPolicy;
import io.iamwatch.detector.policy.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Grades everybody in one state of an account; who is an administrator by whom is tried until nothing changes. */
final class Oracle {

    private static final String ACCOUNT = "111111111111";

    private final Map<String, Optional<PolicyDocument>> documents = new HashMap<>();
    private final Map<String, Map<String, Integer>> known = new HashMap<>();

    /** Returns the unique ids of all administrators. */
    Set<String> administrators(SimulatedAccount account) {
        return ranks(account, "").keySet();
    }

    /**
     * Returns whether an administrator's story is not that of its groups: none became an administrator, or it would be
     * as much if they gave it nothing, and through no more than one other more than it is through them.
     *
     * @param before who was an administrator already
     */
    boolean isByItself(SimulatedAccount account, String id, Set<String> before) {
        Set<String> became = new TreeSet<>(administrators(account));
        became.removeAll(before);
        if (Collections.disjoint(account.byId(id).groups, became)) {
            return true;
        }
        Map<String, Integer> ranks = ranks(account, id);
        Entity who = account.byId(id);
        return ranks.containsKey(id) && ranks.get(id) <= ranks(account, "").get(id) + 1
                && grade(account, who, ranks.keySet(), true)
                        .compareTo(grade(account, who, administrators(account), false)) >= 0;
    }

    /** So it is without what the groups of one give to that one. */
    private Map<String, Integer> ranks(SimulatedAccount account, String alone) {
        return known.computeIfAbsent(alone + ' ' + account, text -> leastFixedPoint(account, alone));
    }

    /** Who is one by itself has rank 0, who is one through these 1, and so on. */
    private Map<String, Integer> leastFixedPoint(SimulatedAccount account, String alone) {
        Map<String, Integer> ranks = new TreeMap<>();
        int before = -1;
        for (int rank = 0; before < ranks.size(); rank++) {
            before = ranks.size();
            Set<String> administrators = Set.copyOf(ranks.keySet());
            for (Entity entity : account.entities()) {
                if (!entity.kind.equals("policy")
                        && grade(account, entity, administrators, entity.id.equals(alone)).isAdmin()) {
                    ranks.putIfAbsent(entity.id, rank);
                }
            }
        }
        return ranks;
    }

    private Grade grade(SimulatedAccount account, Entity who, Set<String> administrators, boolean alone) {
        List<Entity> groups = alone ? List.of() : who.groups.stream().map(account::byId).toList();
        List<LivePolicy> policies = new ArrayList<>();
        Map<String, AttachedPolicy> attached = new HashMap<>();
        collect(account, who, null, policies, attached);
        groups.forEach(group -> collect(account, group, group.arn(), policies, attached));
        Optional<PolicyDocument> boundary = who.boundary == null
                ? Optional.empty()
                : Optional.of(policy(account, who.boundary));
        return Grading.grade(new Standpoint("aws", ACCOUNT, PrincipalKind.valueOf(who.kind.toUpperCase(Locale.ROOT)),
                who.name, who.arn(), who.id, policies, boundary, groups.stream().map(Entity::arn).toList(),
                List.copyOf(attached.values()), new Around(account, who, administrators, adminPolicies(account))))
                .grade();
    }

    private List<Surroundings.AdminPolicy> adminPolicies(SimulatedAccount account) {
        List<Surroundings.AdminPolicy> admins = new ArrayList<>();
        for (Entity policy : account.entities()) {
            if (policy.kind.equals("policy")) {
                PolicyDocument document = document(policy.versions.get(policy.defaultVersion));
                Verdict alone = Grading.grade(new Standpoint("aws", ACCOUNT, PrincipalKind.USER, "x",
                        "arn:aws:iam::" + ACCOUNT + ":user/x", null,
                        List.of(new LivePolicy(document, true, new Holder(null, false), policy.arn())),
                        Optional.empty(), List.of(), List.of(new AttachedPolicy(policy.arn(), List.of())),
                        Surroundings.NOTHING_KNOWN));
                if (alone.grade().isAdmin()) {
                    admins.add(new Surroundings.AdminPolicy(policy.arn(),
                            policy.versions.get(policy.defaultVersion).equals("full")));
                }
            }
        }
        return admins;
    }

    private void collect(SimulatedAccount account, Entity holder, String groupArn, List<LivePolicy> policies,
            Map<String, AttachedPolicy> attached) {
        holder.inline.values().forEach(
                text -> policies.add(new LivePolicy(document(text), true, new Holder(groupArn, true), null)));
        for (String word : holder.attached) {
            Entity own = account.policy(word);
            policies.add(new LivePolicy(policy(account, word), true, new Holder(groupArn, false), arn(word)));
            if (own != null) {
                attached.put(own.arn(),
                        new AttachedPolicy(own.arn(), own.versions.values().stream().map(this::document).toList()));
            }
        }
    }

    private static String arn(String word) {
        return word.startsWith("own/")
                ? "arn:aws:iam::" + ACCOUNT + ":policy/" + word.substring(4)
                : "arn:aws:iam::aws:policy/" + word;
    }

    private PolicyDocument policy(SimulatedAccount account, String word) {
        Entity own = account.policy(word);
        return own == null
                ? AwsManagedPolicies.byArn(arn(word)).orElseThrow().document()
                : document(own.versions.get(own.defaultVersion));
    }

    private PolicyDocument document(String shorthand) {
        return documents.computeIfAbsent(shorthand, text -> PolicyDocument.parse(json(text))).orElseThrow();
    }

    private static String json(String shorthand) {
        String text = shorthand.equals("full") ? "allow:*:on:*" : shorthand.replace("{acct}", ACCOUNT);
        int on = text.indexOf(":on:");
        String effect = text.startsWith("deny:") ? "Deny" : "Allow";
        String actions = String.join("\",\"", text.substring(text.indexOf(':') + 1, on).split(",", -1));
        String[] rest = text.substring(on + 4).split(":if:|:is:", -1);
        String condition = rest.length < 3
                ? ""
                : ",\"Condition\":{\"ArnLike\":{\"iam:" + rest[1] + "\":\"" + rest[2] + "\"}}";
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"" + effect + "\",\"Action\":[\"" + actions
                + "\"],\"Resource\":\"" + rest[0] + "\"" + condition + "}]}";
    }

    private static TrustPolicy trust(String shorthand) {
        String[] who = shorthand.split("[:/]", -1);
        String principal = who[1].equals("service")
                ? "{\"Service\":\"" + who[2] + ".amazonaws.com\"}"
                : "{\"AWS\":\"arn:aws:iam::" + ACCOUNT + ":" + String.join("/", Arrays.asList(who).subList(1,
                        who.length)) + "\"}";
        return TrustPolicy.parse("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                + principal + ",\"Action\":\"sts:AssumeRole\"}]}").orElseThrow();
    }

    /** The account as one of its principals sees it. */
    private record Around(SimulatedAccount account, Entity who, Set<String> administrators,
            List<AdminPolicy> adminPolicies) implements Surroundings {

        @Override
        public List<Principal> adminUsers() {
            return admins("user");
        }

        @Override
        public List<Principal> adminGroups() {
            return admins("group").stream().filter(group -> who.groups.stream().map(account::byId)
                    .noneMatch(own -> own.arn().equals(group.arn()))).toList();
        }

        @Override
        public List<Principal> adminRoles() {
            return admins("role");
        }

        private List<Principal> admins(String kind) {
            return account.entities().stream()
                    .filter(entity -> entity.kind.equals(kind) && administrators.contains(entity.id))
                    .map(entity -> new Principal(entity.name, entity.arn())).toList();
        }

        @Override
        public List<AdminPolicy> adminPolicies() {
            return adminPolicies;
        }

        @Override
        public List<Role> roles() {
            return account.entities().stream().filter(entity -> entity.kind.equals("role"))
                    .map(role -> new Role(role.name, role.arn(), trust(role.trust), role.trusted.get(who.id),
                            administrators.contains(role.id),
                            role.attached.stream().filter(word -> word.startsWith("own/")).map(Oracle::arn).toList()))
                    .toList();
        }
    }
}
