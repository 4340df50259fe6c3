package io.iamwatch.alerting.containment;

import static io.iamwatch.alerting.containment.ShellWord.option;

import io.iamwatch.contracts.finding.Seen.Descendant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How to contain what a principal made: by the names that were seen, as far as IAM would give them. */
final class Descendants {

    private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{1,64}");
    private static final Pattern KEY_OF_USER = Pattern.compile("(A[A-Z0-9]{15,127}) of user ([\\w+=,.@-]{1,64})");

    private Descendants() {
    }

    static Optional<Step> step(List<Descendant> descendants, String denyAll) {
        if (descendants.isEmpty()) {
            return Optional.empty();
        }
        List<String> notes = new ArrayList<>(List.of("Each of them may have made others: look at their incidents."));
        List<String> commands = new ArrayList<>();
        for (Descendant one : descendants) {
            List<String> ofOne = commands(one, denyAll);
            commands.addAll(ofOne);
            if (ofOne.isEmpty()) {
                notes.add("No command for " + one.what() + " " + one.name() + (one.what().equals("session")
                        ? ": it ends with the rights of the user, or by itself"
                        : ": look at it by hand"));
            }
        }
        return Optional.of(new Step("Then what it made", notes, commands));
    }

    private static List<String> commands(Descendant one, String denyAll) {
        Matcher key = KEY_OF_USER.matcher(one.name());
        if (one.what().equals("access key") && key.matches()) {
            return List.of("aws iam update-access-key " + option("--user-name", key.group(2)) + " --status=Inactive "
                    + option("--access-key-id", key.group(1)));
        }
        boolean isNamed = NAME.matcher(one.name()).matches();
        return switch (one.what()) {
            case "user" -> isNamed ? capAndDeny("user", one.name(), denyAll) : List.of();
            case "role" -> isNamed ? capAndDeny("role", one.name(), denyAll) : List.of();
            default -> List.of();
        };
    }

    private static List<String> capAndDeny(String kind, String name, String denyAll) {
        String whom = option("--" + kind + "-name", name);
        return List.of("aws iam put-" + kind + "-permissions-boundary " + whom + " "
                + option("--permissions-boundary", denyAll),
                "aws iam attach-" + kind + "-policy " + whom + " " + option("--policy-arn", denyAll));
    }
}
