package io.iamwatch.detector.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.detector.detection.AccountClock;
import io.iamwatch.detector.detection.Horizon;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.event.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScanClockTest {

    private static final String ACCOUNT = "111111111111";
    private static final long DAY = Duration.ofDays(1).toSeconds();
    private static final long START = Instant.parse("2024-05-01T12:00:00Z").getEpochSecond();
    private static final long FORGED = Instant.parse("2099-01-01T00:00:00Z").getEpochSecond();
    private static final Horizon HORIZON = new Horizon(7 * DAY, 7 * DAY);

    private final ScanClock clock = new ScanClock(HORIZON, ScanClock.MAX_WAITING_BYTES);
    private final List<String> judged = new ArrayList<>();
    private AccountClock account = AccountClock.UNSET;

    @Test
    void recordsArriveWhenTheyHappenedInTheOrderOfTime() {
        see("b", START + 60);
        see("d", START + DAY);
        see("c", START + 60);
        see("a", START - 300);
        end();
        assertThat(judged).containsExactly("a", "b", "c", "d");
        assertThat(account.second()).isEqualTo(START + DAY);
    }

    @Test
    void aForgedDateMovesNoClockWhereverItStands() {
        for (int place = 0; place <= 3; place++) {
            judged.clear();
            account = AccountClock.UNSET;
            ScanClock fresh = new ScanClock(HORIZON, ScanClock.MAX_WAITING_BYTES);
            List<IamEvent> events = new ArrayList<>(
                    List.of(event("a", START), event("b", START + 60), event("c", START + 120)));
            events.add(place, event("forged", FORGED));
            events.forEach(event -> fresh.next(event, new byte[0]).forEach(this::judge));
            fresh.end().forEach(this::judge);
            assertThat(judged).containsExactly("a", "b", "c", "forged (future)");
            assertThat(account.second()).isEqualTo(START + 120);
        }
    }

    @Test
    void aForgedDateThatIsDeliveredTwiceIsNoWitnessOfItself() {
        see("forged", FORGED);
        see("a", START);
        see("forged", FORGED);
        end();
        assertThat(judged).containsExactly("a", "forged (future)", "forged (future)");
        assertThat(account.second()).isEqualTo(START);
    }

    @Test
    void anAccountThatWasQuietForYearsGoesOn() {
        see("a", START);
        see("b", START + 400 * DAY);
        see("c", START + 400 * DAY + 60);
        end();
        assertThat(judged).containsExactly("a", "b", "c");
        assertThat(account.second()).isEqualTo(START + 400 * DAY + 60);
    }

    @Test
    void theLastCallIsGenuineWhenNothingIsForgottenOverIt() {
        see("a", START);
        see("b", START + 14 * DAY);
        end();
        assertThat(judged).containsExactly("a", "b");
    }

    @Test
    void noDateIsForgedThatTheWriterOfTheFileHadReached() {
        clock.written(START + 30 * DAY);
        clock.written(START + DAY);
        see("a", START);
        see("b", START + 30 * DAY);
        end();
        assertThat(judged).containsExactly("a", "b");
        assertThat(account.second()).isEqualTo(START + 30 * DAY);
        see("forged", START + 60 * DAY);
        end();
        assertThat(judged).containsExactly("a", "b", "forged (future)");
    }

    @Test
    void recordsThatAreNotJudgedTellTheTimeToo() {
        see("a", START);
        see("b", START + 100 * DAY);
        clock.passed(ACCOUNT, START + 95 * DAY);
        end();
        assertThat(judged).containsExactly("a", "b");
    }

    @Test
    void anOnlyRecordIsForgedOnlyByWhatOthersTell() {
        see("long ago", 0);
        clock.next(event("222222222222", "forged", FORGED), new byte[0]);
        clock.passed("222222222222", START);
        end();
        assertThat(judged).containsExactly("long ago", "forged (future)");
    }

    @Test
    void whatDoesNotFitIsJudgedOldestFirst() {
        ScanClock small = new ScanClock(HORIZON, 10_000);
        for (int i = 0; i < 100; i++) {
            small.next(event(i % 2 == 0 ? "even" + i : "odd" + i, START + (i ^ 1)), new byte[0]).forEach(this::judge);
            assertThat(judged).hasSize(Math.max(0, i + 1 - 4));
        }
        small.end().forEach(this::judge);
        assertThat(judged).hasSize(100).startsWith("odd1", "even0", "odd3").endsWith("odd99", "even98");
    }

    @Test
    void theBytesStayWithTheirEvent() {
        clock.next(event("a", START), "a".getBytes(UTF_8));
        clock.next(event("b", START), "b".getBytes(UTF_8));
        List<ScanClock.Arrived> arrived = clock.end().stream().map(ScanClock.Arrived.class::cast).toList();
        assertThat(arrived).extracting(one -> new String(one.record(), UTF_8)).containsExactly("a", "b");
        assertThat(arrived).extracting(one -> one.event().origin().position()).containsExactly("f/0/1", "f/0/1");
        assertThat(clock.end()).isEmpty();
    }

    private void see(String name, long second) {
        clock.next(event(name, second), new byte[0]).forEach(this::judge);
    }

    private void end() {
        clock.end().forEach(this::judge);
    }

    @Test
    void whatSomebodyDidComesBehindTheEventsBeforeItAndPushesNoneOut() {
        ScanClock small = new ScanClock(HORIZON, 5_000);
        Origin origin = new Origin("f", 0, 7, 0, null);
        assertThat(small.deed(ACCOUNT, START + 5, origin, new byte[0])).isEmpty();
        assertThat(small.next(event("b", START + 4), new byte[0])).isEmpty();
        assertThat(small.deed(ACCOUNT, START + 3, origin, new byte[0])).isEmpty();
        assertThat(small.deed(ACCOUNT, START + 9, origin, new byte[0])).singleElement()
                .isInstanceOfSatisfying(ScanClock.Deed.class, deed -> {
                    assertThat(deed.second()).isEqualTo(START + 3);
                    assertThat(deed.origin().arrival()).isEqualTo((START + 3) * 1000);
                });
        assertThat(small.end()).extracting(due -> due instanceof ScanClock.Deed deed ? deed.second() - START : 4L)
                .containsExactly(4L, 5L, 9L);
    }

    private void judge(ScanClock.Due due) {
        IamEvent event = ((ScanClock.Arrived) due).event();
        boolean future = AccountClock.isFuture(event.second(), event.origin().arrival());
        account = account.after(event.second(), event.origin().arrival());
        judged.add(event.id().eventId() + (future ? " (future)" : ""));
    }

    private static IamEvent event(String name, long second) {
        return event(ACCOUNT, name, second);
    }

    private static IamEvent event(String account, String name, long second) {
        return new IamEvent(new EventId(account, name, "DeleteUser", second), new Change.Gone(Subject.user("eve")),
                null, name, new Origin("f", 0, 1, 0, null));
    }
}
