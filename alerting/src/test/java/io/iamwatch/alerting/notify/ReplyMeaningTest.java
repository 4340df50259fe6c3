package io.iamwatch.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a reply means, for each kind of sink. */
class ReplyMeaningTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final Destination SLACK = new Destination.Slack(new Secret("https://a"));
    private static final Destination PAGER = new Destination.PagerDuty(new Secret("https://a"), new Secret("k"));
    private static final Destination WEBHOOK = new Destination.Webhook(new Secret("https://a"), List.of());

    @ParameterizedTest
    @CsvSource({"200,Accepted,Accepted,Accepted", "202,Accepted,Accepted,Accepted", "302,Refused,Refused,Later",
            "400,Refused,Refused,Refused", "401,Refused,Refused,Later", "403,Refused,Refused,Later",
            "404,Gone,Refused,Later", "410,Gone,Refused,Gone", "413,Refused,Refused,Refused", "429,Later,Later,Later",
            "500,Later,Later,Later", "503,Later,Later,Later"})
    void byStatus(int status, String slack, String pager, String webhook) {
        Reply reply = new Reply.Status(status, Optional.empty(), "");
        assertThat(List.of(SLACK, PAGER, WEBHOOK)).extracting(to -> HttpForm.answer(to, reply, NOW).getClass()
                .getSimpleName()).containsExactly(slack, pager, webhook);
    }

    @ParameterizedTest
    @CsvSource({"120,120", "'Fri, 27 Nov 2026 12:00:30 GMT',30", "'Fri, 27 Nov 2026 11:00:00 GMT',", "soon,", "-1,",
            "99999999999999999999,"})
    void retryAfterIsSecondsOrADate(String header, Integer seconds) {
        Answer answer = HttpForm.answer(WEBHOOK, new Reply.Status(429, Optional.of(header), ""), NOW);
        assertThat(((Answer.Later) answer).retryAfter())
                .isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds));
    }

    @Test
    void onlyKnownWordsOfABodyAreKept() {
        assertThat(said(SLACK, 400, "invalid_payload\n")).isEqualTo("HTTP 400 invalid_payload");
        assertThat(said(SLACK, 400, "<b>https://hooks/secret</b>")).isEqualTo("HTTP 400");
        assertThat(said(PAGER, 400, "{\"message\":\"Event object is invalid\",\"errors\":[\"key 0123\"]}"))
                .isEqualTo("HTTP 400 Event object is invalid");
        assertThat(said(PAGER, 400, "\u001b[2J")).isEqualTo("HTTP 400");
        assertThat(said(WEBHOOK, 400, "invalid_payload")).isEqualTo("HTTP 400");
    }

    private static String said(Destination to, int status, String body) {
        return HttpForm.answer(to, new Reply.Status(status, Optional.empty(), body), NOW).said();
    }
}
