package io.iamwatch.detector.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The property that must hold: what stands in the end depends on what happened, not on the order in which it was
 * told, on repetitions or on restarts. A random account lives its life as IAM would let it; what of it is not lost
 * is then told in random orders. {@code -Dseed=N} tells one case again.
 */
class ArrivalOrderTest {

    /** The same cases in every build: a build says whether the change is right. The long run takes new ones. */
    private static final long FIRST_SEED = 1_000_000L;

    @Test
    void whatStandsDoesNotDependOnTheOrder() {
        check(FIRST_SEED, 3_000);
    }

    @Test
    @Tag("guarantees")
    void whatStandsDoesNotDependOnTheOrderOverManyCases() {
        check(new Random().nextLong(), 100_000);
    }

    private static void check(long first, int cases) {
        Long given = Long.getLong("seed");
        long seed = given == null ? first : given;
        System.out.println("seed " + seed);
        for (int i = 0; i < (given == null ? cases : 1); i++) {
            checkOne(seed + i);
        }
    }

    private static void checkOne(long seed) {
        String failure = failure(seed);
        if (!failure.isEmpty()) {
            throw new AssertionError("-Dseed=" + seed + failure);
        }
    }

    /** Returns what is wrong with a case, shrunk; empty where nothing is. */
    static String failure(long seed) {
        Random random = new Random(seed);
        List<Happening> all = RandomAccount.withSnapshots(random);
        List<Happening> inOrder = new ArrayList<>(all);
        if (random.nextBoolean()) {
            boolean snapshots = all.stream().anyMatch(Happening::isBaseline);
            // A lost renaming between two snapshots shows one unique id under two names: another matter.
            inOrder.removeIf(happening -> random.nextInt(6) == 0
                    && !(snapshots && happening.verb().startsWith("rename")));
        }
        keepOneSnapshotWhereNamesChange(inOrder);
        ArrivalOrders orders = new ArrivalOrders();
        for (int i = 0; i < 2; i++) {
            List<Happening> told = ArrivalOrders.shuffled(inOrder, random);
            if (!orders.difference(inOrder, told).isEmpty()) {
                return orders.story(orders.shrink(new ArrivalOrders.Pair(inOrder, told)));
            }
        }
        return "";
    }

    /**
     * Two snapshots before and after a renaming that comes behind both show one unique id under two names, which the
     * core does not connect yet.
     */
    private static void keepOneSnapshotWhereNamesChange(List<Happening> happenings) {
        if (happenings.stream().anyMatch(happening -> happening.verb().startsWith("rename"))) {
            happenings.stream().filter(Happening::isBaseline).map(Happening::words).findFirst().ifPresent(
                    first -> happenings.removeIf(other -> other.isBaseline() && !other.words().equals(first)));
        }
    }
}
