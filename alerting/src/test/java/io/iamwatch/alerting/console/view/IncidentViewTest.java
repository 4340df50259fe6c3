package io.iamwatch.alerting.console.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.alerting.Alerts;
import io.iamwatch.alerting.console.Shown;
import io.iamwatch.alerting.console.view.IncidentView.Changed;
import io.iamwatch.alerting.console.view.IncidentView.Changes;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.Status;
import io.iamwatch.contracts.finding.IncidentFinding.Workflow;
import io.iamwatch.contracts.finding.Severity;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the console knows, and what somebody who comes back has missed. */
class IncidentViewTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final IncidentView view = new IncidentView();

    @Test
    void listsTheOpenOnesTheMostSevereFirst() throws ListQuery.Wrong {
        IncidentFinding low = Shown.of(Alerts.attack().uid("11".repeat(32)).severity(Severity.LOW)
                .people("low", "a", "a", true, "x"));
        IncidentFinding closed = Shown.worked(Shown.about("closed"), Status.CLOSED, Workflow.UNTOUCHED);
        Shown.put(view, low, 0, 0);
        Shown.put(view, closed, 0, 1);
        Shown.put(view, Shown.attack(), 1, 0);
        assertThat(principals(Map.of())).containsExactly("user malicious-iam-user", "user low");
        assertThat(principals(Map.of("status", "any"))).hasSize(3);
        assertThat(principals(Map.of("status", "closed,resolved"))).containsExactly("user closed");
        assertThat(principals(Map.of("severity", "high"))).containsExactly("user malicious-iam-user");
        assertThat(principals(Map.of("principal", "MALICIOUS"))).containsExactly("user malicious-iam-user");
        assertThat(principals(Map.of("assignee", "SOC", "sort", "principal"))).containsExactly("user low",
                "user malicious-iam-user");
        assertThat(principals(Map.of("account", "999"))).isEmpty();
        assertThat(principals(Map.of("rule", "new-admin-user", "size", "1", "page", "2"))).containsExactly("user low");
    }

    private List<String> principals(Map<String, String> parameters) throws ListQuery.Wrong {
        return view.page(ListQuery.of(parameters)).rows().stream().map(IncidentRow::principal).toList();
    }

    @Test
    void keepsTheNewestVersionByteForByte() {
        IncidentFinding first = Shown.attack();
        IncidentFinding second = Shown.worked(first, Status.IN_PROGRESS, Workflow.UNTOUCHED);
        Shown.put(view, first, 0, 0);
        Shown.put(view, second, 0, 5);
        assertThat(view.size()).isEqualTo(1);
        assertThat(view.find(Shown.uid(first)).orElseThrow().incident()).isEqualTo(second);
        view.remove(Shown.uid(first), 0, 6);
        assertThat(view.size()).isZero();
        assertThat(view.positions()).hasToString("0:6");
    }

    /** The property that lets somebody come back to any instance: state by events is state by list. */
    @Test
    void whoeverComesBackLacksNothingWhereverTheyComeBack() throws InterruptedException {
        long seed = 20261127;
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            IncidentView one = new IncidentView();
            IncidentView other = new IncidentView();
            Map<String, Integer> told = new HashMap<>();
            Positions read = Positions.NONE;
            long[] offsets = new long[3];
            int versions = 1 + random.nextInt(30);
            int leftAt = random.nextInt(versions);
            for (int version = 0; version < versions; version++) {
                int user = random.nextInt(9);
                int partition = user % 3;
                // Aborted and control records leave holes.
                offsets[partition] += 1 + random.nextInt(3);
                IncidentFinding incident = Shown.worked(Shown.about("user" + user),
                        Status.of(1 + version % 5), Workflow.UNTOUCHED);
                Shown.put(one, incident, partition, offsets[partition]);
                Shown.put(other, incident, partition, offsets[partition]);
                if (version == leftAt) {
                    read = tell(one.behind(read).orElseThrow(), told, read);
                }
            }
            read = tell(other.behind(read).orElseThrow(), told, read);
            assertThat(read).as("seed " + seed + " round " + round).isEqualTo(other.positions());
            assertThat(told).isEqualTo(all(other));
            assertThat(other.behind(read).orElseThrow().incidents()).isEmpty();
        }
    }

    private static Positions tell(Changes changes, Map<String, Integer> told, Positions read) {
        Positions at = read;
        for (Changed changed : changes.incidents()) {
            told.put(changed.row().uid(), changed.row().status().id());
            at = at.with(changed.partition(), changed.offset());
        }
        return at;
    }

    private static Map<String, Integer> all(IncidentView view) {
        Map<String, Integer> all = new HashMap<>();
        view.behind(Positions.NONE).orElseThrow().incidents()
                .forEach(changed -> all.put(changed.row().uid(), changed.row().status().id()));
        return all;
    }

    @Test
    void positionsThatItHasNotReachedAreNotItsOwn() {
        Shown.put(view, Shown.attack(), 0, 3);
        assertThat(view.behind(Positions.NONE.with(0, 4))).isEmpty();
        assertThat(view.behind(Positions.NONE.with(7, 0))).isEmpty();
    }

    @Test
    void tellsWhatComesWhileSomebodyWaits() throws Exception {
        Changes before = view.behind(Positions.NONE).orElseThrow();
        var waiting = CompletableFuture.supplyAsync(() -> after(before.until()));
        Shown.put(view, Shown.attack(), 0, 0);
        assertThat(waiting.get().incidents()).singleElement()
                .satisfies(changed -> assertThat(changed.row().principal()).isEqualTo("user malicious-iam-user"));
        assertThat(view.after(waiting.get().until(), Duration.ofMillis(1)).incidents()).isEmpty();
    }

    private Changes after(long change) {
        try {
            return view.after(change, LONG);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void waitsForAVersionOfAnIncident() throws InterruptedException {
        IncidentFinding incident = Shown.attack();
        Shown.put(view, incident, 0, 0);
        assertThat(view.await(row -> row.uid().equals(Shown.uid(incident)), packed -> true, LONG)).isPresent();
        assertThat(view.await(row -> row.uid().equals(Shown.uid(incident)), packed -> false, Duration.ofMillis(1)))
                .isEmpty();
        assertThat(view.await(row -> row.uid().equals("another"), packed -> true, Duration.ofMillis(1))).isEmpty();
    }

    @Test
    void tenThousandIncidentsTakeLittleMemory() {
        byte[] json = io.iamwatch.contracts.serde.JsonSerde.incidents().serializer().serialize("incidents",
                Shown.attack());
        assertThat(Packed.of(json).json()).isEqualTo(json);
        assertThat(Packed.of(json).size()).isLessThan(2500);
    }
}
