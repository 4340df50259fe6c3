package io.iamwatch.alerting.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.contracts.notification.Notification;
import java.util.List;
import java.util.Map;

/**
 * A notification as a message of Slack, of <a href="https://docs.slack.dev/reference/block-kit/blocks">Block
 * Kit</a>: at most 50 blocks, a <a href="https://docs.slack.dev/reference/block-kit/blocks/header-block">header</a>
 * of at most 150 characters, <a href="https://docs.slack.dev/reference/block-kit/blocks/section-block">sections</a>
 * of at most 3000.
 *
 * <p>
 * All text is {@code plain_text}, in which neither markup nor emoji nor links are understood. {@code &}, {@code <}
 * and {@code >} are escaped besides, <a href="https://docs.slack.dev/messaging/formatting-message-text">as Slack
 * wants it</a>, so that no name can mention anybody; and addresses are broken, so that no client makes a link of
 * one.
 */
final class SlackMessage {

    static final int HEADER = 150;
    static final int SECTION = 3000;
    static final int BLOCKS = 50;

    private SlackMessage() {
    }

    static HttpMessage of(Notification notification, Destination.Slack slack) {
        NotificationText text = NotificationText.of(notification);
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        // What devices show that do not show blocks.
        message.put("text", escaped(text.headline(), SECTION)).put("mrkdwn", false).put("unfurl_links", false)
                .put("unfurl_media", false);
        ArrayNode blocks = message.putArray("blocks");
        blocks.add(block("header", escaped(text.headline(), HEADER)));
        section(blocks, List.of(text.sentence()));
        section(blocks, text.news().stream().map(line -> "• " + line).toList());
        section(blocks, text.listed().stream().map(line -> "• " + line).toList());
        section(blocks, text.facts().stream().map(NotificationText.Fact::line).toList());
        return new HttpMessage(slack.url(), Map.of(), HarmlessJson.of(message));
    }

    /** As many blocks as the lines need, of each of which no line is cut that fits into one. */
    private static void section(ArrayNode blocks, List<String> lines) {
        StringBuilder section = new StringBuilder();
        for (String line : lines) {
            String next = escaped(line, SECTION);
            if (section.length() + 1 + next.length() > SECTION) {
                add(blocks, section);
            }
            section.append(section.isEmpty() ? "" : "\n").append(next);
        }
        add(blocks, section);
    }

    private static void add(ArrayNode blocks, StringBuilder section) {
        if (!section.isEmpty() && blocks.size() < BLOCKS) {
            blocks.add(block("section", section.toString()));
        }
        section.setLength(0);
    }

    private static ObjectNode block(String type, String text) {
        ObjectNode block = JsonNodeFactory.instance.objectNode().put("type", type);
        block.putObject("text").put("type", "plain_text").put("text", text).put("emoji", false);
        return block;
    }

    static String escaped(String text, int most) {
        return Texts.cut(text.replace("://", "[:]//"), most, codePoint -> switch (codePoint) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            default -> Character.toString(codePoint);
        }, "…");
    }
}
