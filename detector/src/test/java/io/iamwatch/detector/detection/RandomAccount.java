package io.iamwatch.detector.detection;

import io.iamwatch.detector.detection.SimulatedAccount.Entity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What happens in a small account, at random, as IAM would let it happen: few names, so that they are taken, freed
 * and taken again; many events in one second; pauses as long as the window, and as window and horizon together.
 */
final class RandomAccount {

    static final int WINDOW = 1000;
    static final int HORIZON = 1000;

    private static final List<String> USERS = List.of("alice", "bob", "carol");
    private static final List<String> GROUPS = List.of("ops", "dev");
    private static final List<String> ROLES = List.of("deploy", "audit");
    private static final List<String> POLICIES = List.of("p", "cap");
    private static final String IAM = "arn:aws:iam::{acct}:";
    private static final List<String> DOCUMENTS = List.of("full", "full", "full", "allow:iam:*:on:*",
            "allow:s3:*:on:*", "allow:s3:*:on:*", "deny:*:on:*", "deny:iam:*:on:*",
            "allow:iam:CreateAccessKey:on:" + IAM + "user/bob",
            "allow:iam:AddUserToGroup:on:" + IAM + "group/ops",
            "allow:iam:AttachUserPolicy:on:" + IAM + "user/${aws:username}",
            "allow:iam:PutGroupPolicy:on:" + IAM + "group/dev",
            "allow:iam:UpdateAssumeRolePolicy:on:" + IAM + "role/deploy",
            "allow:sts:AssumeRole:on:" + IAM + "role/deploy",
            "allow:iam:AttachRolePolicy:on:" + IAM + "role/audit",
            "allow:iam:CreatePolicyVersion:on:" + IAM + "policy/p",
            "allow:iam:SetDefaultPolicyVersion:on:" + IAM + "policy/p",
            "allow:iam:DeleteUserPermissionsBoundary:on:" + IAM + "user/*",
            "allow:iam:PassRole,lambda:*:on:*");
    /** With conditions that admit policies of the account's own. */
    private static final List<String> CONDITIONAL = Stream.concat(DOCUMENTS.stream(), Stream.of(
            "allow:iam:AttachUserPolicy:on:" + IAM + "user/${aws:username}:if:PolicyARN:is:" + IAM + "policy/p",
            "allow:iam:AttachUserPolicy:on:*:if:PolicyARN:is:" + IAM + "policy/*",
            "allow:iam:AttachGroupPolicy:on:*:if:PolicyARN:is:" + IAM + "policy/cap",
            "allow:iam:AttachRolePolicy:on:*:if:PolicyARN:is:" + IAM + "policy/p*",
            "allow:iam:PutUserPolicy:on:*:if:PermissionsBoundary:is:" + IAM + "policy/cap",
            "allow:iam:CreateRole,iam:PutRolePolicy:on:*:if:PermissionsBoundary:is:" + IAM + "policy/*")).toList();
    private static final List<String> TRUSTS = List.of("trust:user/alice", "trust:user/bob", "trust:root",
            "trust:service/ec2", "trust:role/audit");
    private static final List<String> PATHS = List.of("/", "/team/");

    /** What is tried, more often what matters more. */
    private static final List<String> VERBS = List.of("create", "create", "create", "delete", "delete", "attach",
            "attach", "attach", "detach", "detach", "rename-user", "rename-user", "repath-user", "put-user-policy",
            "put-user-policy", "delete-user-policy", "put-user-boundary", "delete-user-boundary", "create-group",
            "create-group", "delete-group", "rename-group", "repath-group", "add-user", "add-user", "add-user",
            "remove-user", "remove-user", "attach-group", "attach-group", "detach-group", "put-group-policy",
            "delete-group-policy", "create-role", "create-role", "delete-role", "update-trust", "attach-role",
            "attach-role", "detach-role", "put-role-policy", "delete-role-policy", "put-role-boundary",
            "delete-role-boundary", "create-policy", "create-policy", "create-policy-version",
            "create-policy-version", "set-default-version", "delete-policy-version", "delete-policy", "create-key");

    private final Random random;
    private final boolean unhurried;
    private final List<String> documents;
    private final SimulatedAccount account = new SimulatedAccount();
    private final List<Happening> happenings = new ArrayList<>();
    private final Map<String, Long> touched = new HashMap<>();
    private final Map<String, Long> touchedBefore = new HashMap<>();
    private long second;
    private int inSecond;

    private RandomAccount(Random random, boolean unhurried, List<String> documents) {
        this.random = random;
        this.unhurried = unhurried;
        this.documents = documents;
    }

    /** Returns a history with snapshots of it. */
    static List<Happening> withSnapshots(Random random) {
        return withSnapshots(random, DOCUMENTS);
    }

    /** Returns a history with snapshots, in which policies have conditions that admit others. */
    static List<Happening> withSnapshotsAndConditions(Random random) {
        return withSnapshots(random, CONDITIONAL);
    }

    private static List<Happening> withSnapshots(Random random, List<String> documents) {
        RandomAccount account = new RandomAccount(random, false, documents);
        int length = 3 + random.nextInt(22);
        boolean snapshots = random.nextInt(3) == 0;
        while (account.happenings.size() < length) {
            account.live();
            if (snapshots && random.nextInt(8) == 0) {
                account.snapshot();
            }
        }
        return account.happenings;
    }

    /**
     * Returns a history in which nobody is born, or comes to a name, within the seconds by which clocks may differ
     * after something happened to that name, unless it is in the same second.
     */
    static List<Happening> unhurried(Random random) {
        return unhurried(random, DOCUMENTS);
    }

    /** Returns one in which policies have conditions that admit others. */
    static List<Happening> unhurriedWithConditions(Random random) {
        return unhurried(random, CONDITIONAL);
    }

    private static List<Happening> unhurried(Random random, List<String> documents) {
        RandomAccount account = new RandomAccount(random, true, documents);
        int length = 3 + random.nextInt(18);
        while (account.happenings.size() < length) {
            account.live();
        }
        return account.happenings;
    }

    private void live() {
        long pause = pause();
        second += pause;
        if (pause > 0) {
            inSecond = 0;
            touchedBefore.putAll(touched);
        }
        for (int tries = 0; tries < 200; tries++) {
            Happening happening = next();
            if (isAllowed(happening) && account.happens(happening)) {
                happenings.add(happening);
                happening.names().forEach(name -> touched.put(name, second));
                inSecond++;
                return;
            }
        }
    }

    private long pause() {
        int most = unhurried ? 4 : 6;
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> inSecond < most ? 0 : 1;
            case 8, 9, 10, 11, 12, 13 -> 1 + random.nextInt(10);
            case 14, 15 -> 10 + random.nextInt(400);
            case 16, 17 -> WINDOW - 10 + random.nextInt(20);
            case 18 -> WINDOW + HORIZON - 10 + random.nextInt(20);
            default -> 6;
        };
    }

    private boolean isAllowed(Happening happening) {
        String born = happening.born();
        Long before = born == null ? null : touchedBefore.get(born);
        boolean hurried = (before != null && second - before <= 5) || movesAgain(happening)
                || isOfTwoRoles(happening);
        return !unhurried || (!hurried && !mayBeOfSomebodyBefore(happening));
    }

    /** Of two new paths in one second nobody can tell which one stayed; the core takes one of them. */
    private boolean movesAgain(Happening happening) {
        return happening.moves() && happenings.stream().anyMatch(other -> other.second() == second && other.moves()
                && other.names().stream().anyMatch(happening.names()::contains));
    }

    /** Known administrators are remembered by name: in the second of a role's end the next of that name counts. */
    private boolean isOfTwoRoles(Happening happening) {
        List<Happening> shared = new ArrayList<>(happenings);
        shared.removeIf(other -> other.second() != second || !other.names().contains(happening.names().getFirst()));
        shared.add(happening);
        return happening.kind().equals("role") && shared.size() > 1
                && shared.stream().anyMatch(other -> other.verb().equals("delete-role"));
    }

    /**
     * Where nobody can know that a name was free before a birth, what ends in the second of the birth may be somebody's
     * who had the name before: the core has to reckon with that, the reference knows better.
     */
    private boolean mayBeOfSomebodyBefore(Happening happening) {
        List<Happening> shared = new ArrayList<>(happenings);
        shared.removeIf(other -> other.second() != second);
        shared.add(happening);
        return shared.stream().map(Happening::born).filter(name -> name != null && !touchedBefore.containsKey(name))
                .anyMatch(name -> shared.stream()
                        .anyMatch(other -> other.ends() && other.names().contains(name)));
    }

    private Happening next() {
        String verb = one(VERBS);
        List<String> words = new ArrayList<>(List.of(verb));
        words.addAll(words(verb));
        List<String> options = new ArrayList<>();
        boolean creates = verb.equals("create") || verb.equals("create-group") || verb.equals("create-role");
        if (verb.startsWith("repath") || ((creates || verb.startsWith("rename")) && random.nextInt(6) == 0)) {
            options.add("path=" + one(PATHS));
        }
        if (creates && !verb.equals("create-group") && random.nextInt(5) == 0) {
            options.add("boundary=" + policy());
        }
        if (random.nextInt(4) == 0) {
            Entity actor = account.get("user", one(USERS));
            options.add("by=" + (actor == null ? "root" : actor.name + "/" + actor.id));
        }
        return new Happening(second, "e" + happenings.size(), List.copyOf(words), List.copyOf(options), null);
    }

    private List<String> words(String verb) {
        String id = Integer.toString(happenings.size());
        return switch (verb) {
            case "create" -> List.of(one(USERS), "AIDA" + id);
            case "create-group" -> List.of(one(GROUPS), "AGPA" + id);
            case "create-role" -> List.of(one(ROLES), "AROA" + id, one(TRUSTS));
            case "create-policy" -> List.of(one(POLICIES), "ANPA" + id, one(documents));
            case "rename-user" -> List.of(one(USERS), one(USERS));
            case "rename-group" -> List.of(one(GROUPS), one(GROUPS));
            case "add-user", "remove-user" -> List.of(one(GROUPS), one(USERS));
            case "update-trust" -> List.of(one(ROLES), one(TRUSTS));
            case "create-policy-version", "set-default-version", "delete-policy-version" -> version(verb);
            default -> change(verb);
        };
    }

    private List<String> version(String verb) {
        Entity policy = account.get("policy", one(POLICIES));
        if (policy == null) {
            return List.of("none", "v1", "full");
        }
        if (!verb.startsWith("create")) {
            return List.of(policy.name, one(List.copyOf(policy.versions.keySet())));
        }
        List<String> words = new ArrayList<>(List.of(policy.name, "v" + (policy.lastVersion + 1), one(documents)));
        if (random.nextBoolean()) {
            words.add("default");
        }
        return words;
    }

    private List<String> change(String verb) {
        String name = verb.contains("group")
                ? one(GROUPS)
                : verb.contains("role") ? one(ROLES) : verb.equals("delete-policy") ? one(POLICIES) : one(USERS);
        if (verb.matches("(at|de)tach(-group|-role)?") || verb.matches("put-.*-boundary")) {
            return List.of(name, policy());
        }
        if (verb.matches("put-.*-policy")) {
            return List.of(name, random.nextInt(3) == 0 ? "y" : "x", one(documents));
        }
        return verb.matches("delete-(user|group|role)-policy")
                ? List.of(name, random.nextInt(3) == 0 ? "y" : "x")
                : List.of(name);
    }

    private String policy() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> "AdministratorAccess";
            case 2 -> "ReadOnlyAccess";
            default -> "own/" + one(POLICIES);
        };
    }

    /** In one record, or in two. */
    private void snapshot() {
        second += 1 + random.nextInt(3);
        inSecond = 0;
        String id = "b" + happenings.size();
        String people = account.snapshot(true);
        String rest = account.snapshot(false);
        if (random.nextBoolean()) {
            String all = people.substring(0, people.length() - 1) + "," + rest.substring(1);
            happenings.add(new Happening(second, id, List.of("baseline", id), List.of(), all));
        } else {
            happenings.add(new Happening(second, id, List.of("baseline", id), List.of(), people));
            happenings.add(new Happening(second, id + "r", List.of("baseline", id), List.of(), rest));
        }
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
