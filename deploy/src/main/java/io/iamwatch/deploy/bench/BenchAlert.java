package io.iamwatch.deploy.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.Ocsf;
import io.iamwatch.contracts.finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Alerts as the detector writes them, about made-up users, with the records behind them. */
final class BenchAlert {

    private static final int ACCOUNTS = 50;
    private static final String RULE = "new-admin-user";

    private final CloudTrailJson records;

    BenchAlert(Random random) {
        records = new CloudTrailJson(random);
    }

    /** The account of a user. */
    static String account(int user) {
        return String.format(Locale.ROOT, "1111%08d", user % ACCOUNTS);
    }

    /** The key of a user's alerts. */
    static String key(int user) {
        return account(user) + "/user:user" + user;
    }

    /** Returns the version of a user's alert that a record at that offset triggered. */
    DetectionFinding alert(int user, long offset, long millis) {
        String account = account(user);
        String name = "user" + user;
        List<Ocsf.Evidence> evidences = new ArrayList<>();
        List<Ocsf.RelatedEvent> links = new ArrayList<>();
        for (String operation : new String[]{"CreateUser", "AttachUserPolicy", "CreateAccessKey"}) {
            ObjectNode record = records.call(account, millis / 1000, "iam", operation, false);
            record.putObject("requestParameters").put("userName", name);
            String role = record.at("/userIdentity/sessionContext/sessionIssuer/userName").asText();
            evidences.add(new Ocsf.Evidence("cloudtrail.identity/0/" + (offset + evidences.size()), operation,
                    new Ocsf.Actor(new Ocsf.User("role " + role + " (session s" + user + ")", "AssumedRole",
                            record.at("/userIdentity/arn").asText(), record.at("/userIdentity/principalId").asText(),
                            record.at("/userIdentity/accessKeyId").asText(), Ocsf.Account.aws(account)), null, null),
                    new Ocsf.Api(operation, new Ocsf.Service("iam.amazonaws.com"), null),
                    new Ocsf.Endpoint(record.path("sourceIPAddress").asText(), null),
                    new Ocsf.HttpRequest(record.path("userAgent").asText()), record));
            links.add(new Ocsf.RelatedEvent(record.path("eventID").asText(), operation,
                    "role " + role + " called " + operation + " for user " + name, millis));
        }
        var info = new Ocsf.FindingInfo(RULE + name, "New administrator: " + name, "user " + name + " became an"
                + " administrator", Ocsf.Analytic.rule(RULE, "New administrator", "0"), List.of(), links, links.size(),
                millis, millis, millis);
        var details = new DetectionFinding.Details(millis, millis, "FULL_ADMIN", false, false, false, false, false,
                true,
                false, false, "may do everything", List.of(), 0, null, null,
                links.stream().map(Ocsf.RelatedEvent::title).toList(), List.of("an upper bound"), false, links.size());
        return DetectionFinding.of(Activity.UPDATE, Severity.CRITICAL, null, millis, millis, millis, info.desc(),
                new DetectionFinding.Body(
                        new Ocsf.Metadata(Ocsf.VERSION, new Ocsf.Product("iamwatch", "iamwatch", "bench"), List.of()),
                        new Ocsf.Cloud("AWS", Ocsf.Account.aws(account), "us-east-1"), info,
                        List.of(new Ocsf.Resource(name, "arn:aws:iam::" + account + ":user/" + name, "AIDA" + user,
                                "AWS::IAM::User")),
                        evidences, details));
    }
}
