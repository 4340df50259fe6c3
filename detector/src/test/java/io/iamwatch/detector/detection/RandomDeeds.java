package io.iamwatch.detector.detection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What the users of a history do besides, at random: sign in, call services, ask for sessions, which call services
 * and ask for sessions in turn. Fewer calls by each than are remembered of anybody.
 */
final class RandomDeeds {

    private static final String JSON = "{}";
    private static final List<String> CALLS = List.of("s3 ListBuckets", "ec2 RunInstances", "kms Decrypt");
    private static final List<String> ADDRESSES = List.of("192.0.2.1", "198.51.100.7", "203.0.113.9");

    private final Random random;
    private final List<Happening> all;
    private final List<Happening> deeds = new ArrayList<>();
    private int sessions;

    private RandomDeeds(List<Happening> history, Random random) {
        this.random = random;
        this.all = history;
    }

    /** Returns a history with what its users did, in the order of time. */
    static List<Happening> among(List<Happening> history, Random random) {
        RandomDeeds among = new RandomDeeds(history, random);
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            among.act();
        }
        List<Happening> together = new ArrayList<>(history);
        together.addAll(among.deeds);
        together.sort(Comparator.comparingLong(Happening::second));
        return together;
    }

    private void act() {
        Happening near = all.get(random.nextInt(all.size()));
        long second = near.second() + (random.nextInt(3) == 0 ? 0 : random.nextInt(60));
        List<Map.Entry<String, String>> users = List.copyOf(usersAt(second).entrySet());
        if (users.isEmpty()) {
            return;
        }
        Map.Entry<String, String> user = users.get(random.nextInt(users.size()));
        String by = "by=" + user.getKey() + "/" + user.getValue();
        String key = "key=AKIA" + user.getValue().substring(4);
        switch (random.nextInt(6)) {
            case 0 -> add(second, List.of("login", random.nextBoolean() ? "Success" : "Failure"), List.of(by), null);
            case 1, 2 -> session(second, by, key, 0);
            case 3 -> add(second, List.of("call", "iam", "DeleteAccountPasswordPolicy"),
                    random.nextBoolean() ? List.of("by=root") : List.of(by, key), JSON);
            default -> call(second, by, key);
        }
    }

    private void call(long second, String by, String key) {
        String[] call = CALLS.get(random.nextInt(CALLS.size())).split(" ", -1);
        List<String> options = new ArrayList<>(List.of(by, key,
                "from=" + ADDRESSES.get(random.nextInt(ADDRESSES.size()))));
        if (random.nextInt(5) == 0) {
            options.add("error=AccessDenied");
        }
        add(second, List.of("call", call[0], call[1]), options, JSON);
    }

    private void session(long second, String by, String key, int depth) {
        String issued = "ASIA" + sessions++;
        add(second, List.of("call", "sts", "AssumeRole"),
                List.of(by, key, "issues=" + issued, "as=assumed-role/ops/x"), JSON);
        int calls = random.nextInt(3);
        for (int i = 0; i < calls; i++) {
            long later = second + random.nextInt(120);
            if (depth < 2 && random.nextInt(4) == 0) {
                session(later, "by=role/ops", "key=" + issued, depth + 1);
            } else {
                call(later, "by=role/ops", "key=" + issued);
            }
        }
    }

    private void add(long second, List<String> words, List<String> options, String json) {
        deeds.add(new Happening(second, "d" + deeds.size(), words, options, json));
    }

    /** Returns the users that there are after what happened until a second, by name. */
    private Map<String, String> usersAt(long second) {
        Map<String, String> users = new TreeMap<>();
        for (Happening happening : all) {
            if (happening.second() <= second) {
                switch (happening.verb()) {
                    case "create" -> users.put(happening.word(1), happening.word(2));
                    case "delete" -> users.remove(happening.word(1));
                    case "rename-user" -> users.put(happening.word(2), users.remove(happening.word(1)));
                    default -> {
                    }
                }
            }
        }
        return users;
    }
}
