package io.iamwatch.detector.finding;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.rule.Finding;
import io.iamwatch.detector.rule.RuleId;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tells a finding in words. Names in it are as the record has them: whoever shows them neutralises them for the
 * medium.
 */
final class PathText {

    private PathText() {
    }

    /** Returns one sentence that tells the whole. */
    static String sentence(Finding finding, List<IamEvent> links) {
        String grants = links.stream().filter(link -> link.change() instanceof Change.PolicyAttached)
                .map(PathText::grant).distinct().collect(Collectors.joining(" and "));
        return "user " + finding.target().name() + birth(finding, links) + " became an administrator through " + grants;
    }

    /** Returns what one event did. */
    static String step(IamEvent event) {
        String actor = event.call().actor();
        return switch (event.change()) {
            case Change.UserCreated(String userName, String userId, String arn) ->
                actor + " created user " + userName + (userId == null ? "" : " (" + userId + ")");
            case Change.UserDeleted(String userName) -> actor + " deleted user " + userName;
            case Change.PolicyAttached(String userName, String policyArn) ->
                actor + " attached " + policyName(policyArn) + " to user " + userName;
            case Change.PolicyDetached(String userName, String policyArn) ->
                actor + " detached " + policyName(policyArn) + " from user " + userName;
        };
    }

    private static String birth(Finding finding, List<IamEvent> links) {
        if (finding.tb() == null) {
            return ", whose creation was not seen,";
        }
        String creator = links.stream().filter(link -> link.change() instanceof Change.UserCreated).findFirst()
                .map(link -> " by " + link.call().actor()).orElse("");
        long seconds = finding.ta() - finding.tb();
        String when = seconds == 0
                ? "in the same second"
                : Math.abs(seconds) + " s " + (seconds > 0 ? "earlier" : "later, by another clock,");
        String emphasis = finding.rule() == RuleId.NEW_ADMIN_USER ? "" : " long before,";
        return ", created " + when + creator + "," + emphasis;
    }

    private static String grant(IamEvent event) {
        return policyName(((Change.PolicyAttached) event.change()).policyArn()) + ", attached by "
                + event.call().actor();
    }

    private static String policyName(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
