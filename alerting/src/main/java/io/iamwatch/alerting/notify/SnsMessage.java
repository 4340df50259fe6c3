package io.iamwatch.alerting.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.iamwatch.contracts.notification.Notification;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A notification as a message of Amazon SNS, whose
 * <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">limits</a> are a subject of less than 100
 * characters, of ASCII and without line breaks, and 256 KB for message and attributes. The message is for people,
 * who get it as mail; subscriptions are filtered by the attributes.
 *
 * @param subject of mails
 * @param message plain text, ASCII
 * @param attributes of type String
 * @param rules the attribute {@code rule}, of type String.Array: a JSON array
 * @param group what a FIFO topic keeps in order: an incident
 * @param id by which a FIFO topic knows a repetition
 */
public record SnsMessage(String subject, String message, Map<String, String> attributes, String rules, String group,
        String id) {

    static final int SUBJECT = 99;
    static final int BYTES = 256 * 1024;

    private static final int MESSAGE = 240_000;
    private static final int ATTRIBUTE = 300;
    private static final int MOST_RULES = 20;

    /** What SNS takes for ids of FIFO topics. */
    private static final int FIFO_ID = 128;

    /** Returns a notification as SNS takes it. */
    public static SnsMessage of(Notification notification) {
        NotificationText text = NotificationText.of(notification);
        Map<String, String> attributes = new TreeMap<>();
        attributes.put("account", attribute(notification.account()));
        attributes.put("severity", notification.severity() == null
                ? "unknown"
                : notification.severity().name().toLowerCase(Locale.ROOT));
        attributes.put("kind", notification.kind().name().toLowerCase(Locale.ROOT));
        attributes.put("notification", attribute(notification.id()));
        return new SnsMessage(Texts.ascii(text.headline(), SUBJECT), body(text), attributes,
                rules(notification.rules()), fifo(incident(notification)), fifo(notification.id()));
    }

    /** Returns how much of the limit it takes. */
    int bytes() {
        return message.getBytes(UTF_8).length + rules.getBytes(UTF_8).length + attributes.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().getBytes(UTF_8).length).sum();
    }

    /** Lines stay lines; each is neutralised already. */
    private static String body(NotificationText text) {
        StringBuilder body = new StringBuilder();
        for (String line : text.lines()) {
            String ascii = Texts.ascii(line, SlackMessage.SECTION);
            if (body.length() + ascii.length() + 1 <= MESSAGE) {
                body.append(ascii).append('\n');
            }
        }
        return body.toString();
    }

    private static String attribute(String text) {
        String ascii = Texts.ascii(String.valueOf(text), ATTRIBUTE);
        return ascii.isEmpty() ? "-" : ascii;
    }

    private static String rules(List<String> rules) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        rules.stream().limit(MOST_RULES).forEach(rule -> array.add(attribute(rule)));
        return HarmlessJson.of(array);
    }

    private static String incident(Notification notification) {
        return notification.incident() == null || notification.incident().unmapped() == null
                ? notification.id()
                : notification.incident().unmapped().iamwatch().uid();
    }

    private static String fifo(String id) {
        return Texts.cut(id.replaceAll("[^\\x21-\\x7E]", "_"), FIFO_ID, Character::toString, "");
    }
}
