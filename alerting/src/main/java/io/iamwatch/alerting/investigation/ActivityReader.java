package io.iamwatch.alerting.investigation;

import io.iamwatch.contracts.finding.AdminActivity;
import io.iamwatch.contracts.finding.Seen.CredentialCall;
import io.iamwatch.contracts.finding.Seen.CredentialChange;
import io.iamwatch.contracts.finding.Seen.CredentialKind;
import io.iamwatch.contracts.finding.Seen.Descendant;
import io.iamwatch.contracts.finding.Seen.RoleUse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the detector tells of a new administrator's doings, as calls about credentials, roles and descendants. */
final class ActivityReader {

    private static final Pattern SESSION_OF_ROLE = Pattern
            .compile("arn:(aws[a-z-]*):sts::([0-9]+):assumed-role/([\\w+=,.@-]+)/.*");

    private ActivityReader() {
    }

    static void read(AdminActivity activity, List<CredentialCall> credentials, Map<String, RoleUse> roles,
            Set<Descendant> descendants) {
        activity.keys().forEach(key -> key(key, credentials));
        if (activity.login() != null) {
            used(CredentialKind.PASSWORD, null, activity.login().first(), credentials);
            used(CredentialKind.PASSWORD, null, activity.login().last(), credentials);
        }
        for (AdminActivity.Session session : activity.sessions()) {
            Matcher role = SESSION_OF_ROLE.matcher(session.as() == null ? "" : session.as());
            if (role.matches()) {
                String arn = "arn:" + role.group(1) + ":iam::" + role.group(2) + ":role/" + role.group(3);
                roles.merge(arn, new RoleUse(arn, session.issued(),
                        session.last() == null ? session.issued() : Math.max(session.issued(), session.last()),
                        session.calls()), Merge::calls);
            } else {
                descendants.add(new Descendant("session", session.uid() + " by " + session.how()
                        + (session.as() == null ? "" : " as " + session.as()), session.issued()));
            }
        }
    }

    private static void key(AdminActivity.Key key, List<CredentialCall> credentials) {
        if (key.created() != null) {
            credentials.add(new CredentialCall(CredentialKind.ACCESS_KEY, key.uid(), CredentialChange.MADE,
                    key.created(), key.createdBy(), null));
        }
        if (key.first() != null) {
            used(CredentialKind.ACCESS_KEY, key.uid(), key.first(), credentials);
        }
        if (key.last() != null) {
            used(CredentialKind.ACCESS_KEY, key.uid(), key.last(), credentials);
        }
    }

    private static void used(CredentialKind kind, String id, long time, List<CredentialCall> credentials) {
        credentials.add(new CredentialCall(kind, id, CredentialChange.USED, time, null, null));
    }
}
