package io.iamwatch.alerting.notify;

import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.Ocsf;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.notification.Notification;
import io.iamwatch.contracts.notification.Notification.Kind;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Texts of somebody who wants to do harm to whoever is told, and notifications in which they stand everywhere. */
public final class Hostile {

    private static final int LONG = 10_000;

    private Hostile() {
    }

    /** Returns one text for each kind of harm. */
    public static Stream<String> texts() {
        return Stream.of("\u001b[2J\u001b]0;owned\u0007", "<script>alert(1)</script>",
                "<!channel> <@U0123|you> <!here>",
                "<https://evil.example|click>", "https://evil.example/a?b", "*bold* _it_ ~no~ `code` :skull:",
                "&lt;!channel&gt;", "\u202egpj.exe\u202c", "a\nb\r\nwebhook-id: forged", "-rf --all",
                "'; drop `id` $(id)",
                "\ud800 half", "\u200b\u2063hidden", "x".repeat(LONG), "<".repeat(LONG), "\u202e".repeat(LONG),
                "\ud83d\ude00".repeat(LONG), "\\\"".repeat(LONG));
    }

    /** Returns a notification with a text in every place that an attacker can write. */
    public static Notification everywhere(Kind kind, String text) {
        List<String> many = IntStream.range(0, 60).mapToObj(at -> text).toList();
        var resource = new Ocsf.Resource(text, text, text, "AWS::IAM::User");
        var alert = new IncidentFinding.AlertState("a", "new-admin-user", Severity.CRITICAL, true, null, "v", 1L, 1L,
                "FULL_ADMIN", true, false, many, List.of(), null, text);
        var details = new IncidentFinding.Details("ab".repeat(32), "229654561268/user:x", resource, List.of(alert), 1,
                many, text, new IncidentFinding.Workflow(text, null, new IncidentFinding.Snooze(text, 1, text),
                        List.of(), 0),
                null);
        var body = new IncidentFinding.Body(
                new Ocsf.Metadata(Ocsf.VERSION, new Ocsf.Product("iamwatch", "iamwatch", "e"), List.of()),
                new Ocsf.Cloud("AWS", Ocsf.Account.aws("229654561268"), "eu-central-1"), null, List.of(), details);
        var incident = IncidentFinding.of(Activity.CREATE, Severity.CRITICAL, IncidentFinding.Status.NEW,
                new IncidentFinding.Times(1, 1, 1), text, text, body);
        return new Notification("229654561268/" + "cd".repeat(32), kind, "229654561268", 1_722_519_208_000L,
                Severity.CRITICAL, many, true, many, incident, List.of());
    }

    /** Returns a digest of many incidents, each with that text. */
    public static Notification digest(String text) {
        return new Notification("229654561268/" + "ef".repeat(32), Kind.DIGEST, "229654561268", 1_722_519_208_000L,
                Severity.LOW, List.of("indirect-admin-path"), false, List.of(), null,
                IntStream.range(0, 500).mapToObj(at -> new Notification.DigestLine(text, Severity.LOW, text)).toList());
    }

    /** Returns both. */
    public static Stream<Notification> notifications() {
        return texts().flatMap(text -> Stream.of(everywhere(Kind.OPENED, text), digest(text)));
    }
}
