package io.iamwatch.detector.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.detector.event.Call;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.state.StateFormat;
import org.junit.jupiter.api.Test;

/** Nobody can fill the state, or outgrow its changelog topic, with one name. */
class FoldingTest {

    private static final long T = 1_760_000_000L;
    private static final String ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";

    @Test
    void aFloodOnOneNameStaysWithinTheBoundsAndKeepsWhatStands() {
        History history = History.EMPTY;
        AccountClock clock = AccountClock.UNSET;
        for (int i = 0; i < 1_500; i++) {
            IamEvent event = event(i, i % 2 == 0
                    ? new Change.PolicyAttached("eve", ADMIN)
                    : new Change.PolicyDetached("eve", ADMIN));
            clock = clock.after(event.second(), event.origin().arrival());
            history = Detection.judge(history, event, clock, DetectionRules.DEFAULT).history();
        }
        assertThat(history.facts()).hasSizeLessThanOrEqualTo(Folding.MAX_FACTS);
        assertThat(history.standing()).singleElement()
                .satisfies(alert -> assertThat(alert.finding().ta()).isEqualTo(T));
        assertThat(StateFormat.bytes(history).length).isLessThan(Topic.MAX_MESSAGE_BYTES / 4 * 3);
    }

    private static IamEvent event(int i, Change change) {
        String text = "x".repeat(256);
        Call call = new Call(text, text, text, text.repeat(4), text, text, text, text.repeat(4), null, text, text, text,
                text, text, text);
        return new IamEvent(new EventId("1", "e" + i, change.getClass().getSimpleName(), T + i), change, call,
                "\"" + "\\\"".repeat(8_000) + "\"", "00", new Origin("t", 0, i, (T + i) * 1000, null));
    }
}
