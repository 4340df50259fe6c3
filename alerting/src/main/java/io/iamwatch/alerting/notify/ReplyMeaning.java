package io.iamwatch.alerting.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.iamwatch.contracts.finding.FindingJson;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a reply means. No answer, 408, 425, 429 and 5xx: it is tried again, everywhere, and when the sink says so.
 * Besides:
 *
 * <table>
 * <caption>by kind of sink</caption>
 * <tr>
 * <td>Slack</td>
 * <td>410 and 404: the channel is archived or gone, or the webhook removed: the sink is gone. 400, 403 and others:
 * this message is refused
 * (<a href="https://api.slack.com/changelog/2016-05-17-changes-to-errors-for-incoming-webhooks">its
 * errors</a>)</td>
 * </tr>
 * <tr>
 * <td>PagerDuty</td>
 * <td>400 and others: refused;
 * <a href= "https://github.com/PagerDuty/developer-docs/blob/main/docs/events-API-v2/01-Overview.md">it wants them
 * not to be repeated</a></td>
 * </tr>
 * <tr>
 * <td>webhook</td>
 * <td>410: the sink is gone. 400, 405, 413, 414, 415, 422 and 431 are about the message: refused. 3xx, 401, 403,
 * 404 and others are about the address or the key, which the other side may mend: tried again
 * (<a href= "https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 * Webhooks</a>: whatever is not 2xx is a failure)</td>
 * </tr>
 * </table>
 */
final class ReplyMeaning {

    private static final int LONGEST_WORDS = 120;
    private static final Pattern SLACKS = Pattern.compile("[a-z_]{1,60}");
    private static final Pattern PAGER_DUTYS = Pattern.compile("[A-Za-z ,.]{1," + LONGEST_WORDS + "}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private ReplyMeaning() {
    }

    static Answer of(Destination destination, Reply reply, Instant now) {
        return switch (reply) {
            case Reply.None(String why) -> new Answer.Later(why, Optional.empty());
            case Reply.Status status -> of(destination, status, now);
        };
    }

    private static Answer of(Destination destination, Reply.Status reply, Instant now) {
        int status = reply.status();
        String said = "HTTP " + status + words(destination, reply.body());
        if (status >= 200 && status < 300) {
            return new Answer.Accepted(said);
        }
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            return new Answer.Later(said, reply.retryAfter().flatMap(header -> retryAfter(header, now)));
        }
        return switch (destination) {
            case Destination.Slack slack -> status == 404 || status == 410
                    ? new Answer.Gone(said)
                    : new Answer.Refused(said);
            case Destination.PagerDuty pagerDuty -> new Answer.Refused(said);
            case Destination.Webhook webhook -> webhook(status, said);
            case Destination.Sns sns -> new Answer.Later(said, Optional.empty());
        };
    }

    private static Answer webhook(int status, String said) {
        return switch (status) {
            case 410 -> new Answer.Gone(said);
            case 400, 405, 413, 414, 415, 422, 431 -> new Answer.Refused(said);
            default -> new Answer.Later(said, Optional.empty());
        };
    }

    /** Only words of the two that have a list of them: what else comes back may be anything. */
    private static String words(Destination destination, String body) {
        return switch (destination) {
            case Destination.Slack slack -> SLACKS.matcher(body.strip()).matches() ? " " + body.strip() : "";
            case Destination.PagerDuty pagerDuty -> message(body);
            case Destination.Webhook webhook -> "";
            case Destination.Sns sns -> "";
        };
    }

    private static String message(String body) {
        try {
            String message = FindingJson.MAPPER.readTree(body).path("message").asText("");
            return PAGER_DUTYS.matcher(message).matches() ? " " + message : "";
        } catch (JsonProcessingException something) {
            return "";
        }
    }

    /** Seconds or a date, RFC 9110. */
    private static Optional<Duration> retryAfter(String header, Instant now) {
        if (SECONDS.matcher(header).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
        }
        try {
            Duration until = Duration.between(now,
                    ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
            return until.isNegative() ? Optional.empty() : Optional.of(until);
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }
}
