package io.iamwatch.detector.rules;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads who acts, and says why what an attacker may choose is nothing to know somebody by. */
final class PrincipalReader {

    static final Set<String> KEYS = RulesReader.keys("sessionIssuerArn", "principalId", "invokedBy");

    private PrincipalReader() {
    }

    static Optional<Principal> read(YamlNode node, String what, Problems problems) {
        return Section.open(node, what, KEYS, PrincipalReader::refusal, problems)
                .flatMap(section -> read(section, what));
    }

    static Optional<Principal> read(Section section, String what) {
        String issuer = section.checked("sessionIssuerArn", Principal::flawOfIssuer).orElse(null);
        String id = section.checked("principalId", Principal::flawOfId).orElse(null);
        String service = section.checked("invokedBy", Principal::flawOfService).orElse(null);
        if (KEYS.stream().noneMatch(section::has)) {
            section.problems().add(section.at(), what + " names nobody: give " + Principal.NEEDED);
        }
        return issuer == null && id == null && service == null
                ? Optional.empty()
                : Optional.of(new Principal(issuer, id, service));
    }

    static Optional<String> refusal(String key) {
        return switch (key.toLowerCase(Locale.ROOT).replaceAll("[-_.]", "")) {
            case "useragent", "agent", "sourceip", "sourceipaddress", "sourceaddress", "ip", "ipaddress", "address",
                    "cidr", "sessionname", "rolesessionname", "sourceidentity" ->
                refused(key, "it is the attacker's to choose");
            case "user", "username", "users", "role", "rolename", "name", "actor", "actorname", "principal", "arn" ->
                refused(key, "a name is the attacker's to choose: whoever may create a principal can take it again");
            case "accesskey", "accesskeyid", "key", "keyid" ->
                refused(key, "keys are what attackers steal, and tell nothing of who uses them");
            default -> Optional.empty();
        };
    }

    private static Optional<String> refused(String key, String why) {
        return Optional.of(Problems.quoted(key) + " cannot be matched: " + why + "; name a verified principal by "
                + Principal.NEEDED);
    }
}
