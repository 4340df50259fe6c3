package io.iamwatch.detector.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.detector.CloudTrailRecords;
import io.iamwatch.detector.CoreRun;
import io.iamwatch.detector.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The property that must hold: what stands in the end depends on what happened, not on the order in which it was
 * told, on repetitions or on restarts. A random account lives its life as IAM would let it; its events are then
 * told in random orders.
 */
class ArrivalOrderTest {

    private static final String ACCOUNT = "111111111111";
    private static final List<String> ADMIN = List.of("arn:aws:iam::aws:policy/AdministratorAccess",
            "arn:aws-cn:iam::aws:policy/AdministratorAccess");
    private static final int WINDOW = 1000;
    private static final int HORIZON = 1000;
    private static final DetectionRules RULES = new DetectionRules(java.time.Duration.ofSeconds(WINDOW),
            java.time.Duration.ofSeconds(HORIZON));

    @Test
    void whatStandsDoesNotDependOnTheOrder() {
        check(Long.getLong("seed", new Random().nextLong()), 3_000);
    }

    @Test
    @Tag("guarantees")
    void whatStandsDoesNotDependOnTheOrderOverManyCases() {
        check(Long.getLong("seed", new Random().nextLong()), 100_000);
    }

    private static void check(long seed, int cases) {
        System.out.println("seed " + seed);
        for (int i = 0; i < cases; i++) {
            checkOne(seed + i);
        }
    }

    private static void checkOne(long seed) {
        Random random = new Random(seed);
        Life life = Life.random(random);
        boolean complete = random.nextBoolean();
        if (!complete) {
            life.loseSome(random);
        }
        String story = "seed " + seed + ": " + life.story;
        CoreRun inOrder = run(life.arrivals());
        assertThat(run(life.toldInAnotherOrder(random)).comparable()).as(story).isEqualTo(inOrder.comparable());
        if (complete) {
            checkAgainstWhatHappened(life, inOrder, story);
        }
    }

    private static void checkAgainstWhatHappened(Life life, CoreRun inOrder, String story) {
        List<Finding> newAdmins = inOrder.standing().values().stream().filter(f -> f.rule() == RuleId.NEW_ADMIN_USER)
                .toList();
        assertThat(newAdmins).as(story).extracting(f -> f.target().userId())
                .containsAll(life.newAdministrators.keySet());
        if (life.unhurried) {
            Map<String, Long> found = new TreeMap<>();
            newAdmins.forEach(f -> found.put(f.target().userId(), f.ta()));
            assertThat(found).as(story).isEqualTo(life.newAdministrators);
        }
    }

    private static CoreRun run(List<Scenario.Arrival> arrivals) {
        CoreRun run = new CoreRun(RULES);
        arrivals.forEach(run::accept);
        return run;
    }

    /** What really happened in an account: names are taken and freed, policies come and go, seconds are shared. */
    private static final class Life {
        private final List<ObjectNode> events = new ArrayList<>();
        private final List<Long> seconds = new ArrayList<>();
        private final List<String> story = new ArrayList<>();
        /** Who really became an administrator within the window of its birth, and when. */
        private final TreeMap<String, Long> newAdministrators = new TreeMap<>();
        private final Map<String, String> userIds = new HashMap<>();
        private final Map<String, Long> births = new HashMap<>();
        private final Map<String, TreeSet<String>> attached = new HashMap<>();
        private boolean unhurried;
        private long now = Scenario.EPOCH;

        static Life random(Random random) {
            Life life = new Life();
            life.unhurried = random.nextInt(3) == 0;
            int steps = 2 + random.nextInt(14);
            for (int i = 0; i < steps; i++) {
                life.now += life.unhurried ? 6 + random.nextInt(500) : pause(random);
                life.step(random, random.nextInt(4) == 0 ? "bob" : "eve");
            }
            return life;
        }

        private static long pause(Random random) {
            return switch (random.nextInt(4)) {
                case 0, 1 -> 0;
                case 2 -> random.nextInt(8);
                default -> random.nextInt(1200);
            };
        }

        private void step(Random random, String name) {
            String id = "e" + events.size();
            if (!userIds.containsKey(name)) {
                String userId = "AIDA" + name + events.size();
                userIds.put(name, userId);
                births.put(userId, now);
                attached.put(name, new TreeSet<>());
                add(CloudTrailRecords.createUser(ACCOUNT, id, now, name, userId), "create " + userId);
            } else if (!attached.get(name).isEmpty() && random.nextBoolean()) {
                String policy = attached.get(name).pollFirst();
                add(CloudTrailRecords.policy(ACCOUNT, "DetachUserPolicy", id, now, name, policy), "detach " + name);
            } else if (attached.get(name).isEmpty() && random.nextInt(3) == 0) {
                userIds.remove(name);
                add(CloudTrailRecords.deleteUser(ACCOUNT, id, now, name), "delete " + name);
            } else {
                String policy = ADMIN.get(random.nextInt(4) == 0 ? 1 : 0);
                attached.get(name).add(policy);
                String userId = userIds.get(name);
                if (now - births.get(userId) <= WINDOW) {
                    newAdministrators.putIfAbsent(userId, now);
                }
                add(CloudTrailRecords.policy(ACCOUNT, "AttachUserPolicy", id, now, name, policy), "attach " + name);
            }
        }

        private void add(ObjectNode event, String words) {
            events.add(event);
            seconds.add(now);
            story.add((now - Scenario.EPOCH) + " " + words);
        }

        /** Events that never arrive: births, deletions and grants that nobody saw. */
        void loseSome(Random random) {
            for (int i = events.size() - 1; i >= 0; i--) {
                if (random.nextInt(4) == 0) {
                    events.remove(i);
                    seconds.remove(i);
                    story.set(i, "(lost: " + story.get(i) + ")");
                }
            }
        }

        List<Scenario.Arrival> arrivals() {
            List<Scenario.Arrival> arrivals = new ArrayList<>();
            for (int i = 0; i < events.size(); i++) {
                arrivals.add(arrival(i, seconds.get(i)));
            }
            return arrivals;
        }

        /** Each event comes at most a horizon after the newest one, some of them twice. */
        List<Scenario.Arrival> toldInAnotherOrder(Random random) {
            List<Integer> order = new ArrayList<>();
            List<Long> due = new ArrayList<>();
            for (long second : seconds) {
                due.add(second + random.nextInt(HORIZON));
            }
            for (int i = 0; i < events.size(); i++) {
                order.add(i);
            }
            Collections.shuffle(order, random);
            order.sort((one, other) -> Long.compare(due.get(one), due.get(other)));
            List<Scenario.Arrival> told = new ArrayList<>();
            long clock = 0;
            for (int i : order) {
                told.add(arrival(i, due.get(i)));
                clock = Math.max(clock, seconds.get(i));
                int again = order.get(random.nextInt(order.indexOf(i) + 1));
                if (random.nextInt(4) == 0 && clock - seconds.get(again) <= HORIZON) {
                    told.add(arrival(again, due.get(i)));
                }
            }
            return told;
        }

        private Scenario.Arrival arrival(int event, long second) {
            return new Scenario.Arrival(ACCOUNT, CloudTrailRecords.bytes(events.get(event)), second * 1000);
        }
    }
}
