package io.iamwatch.detector.rules;

import io.iamwatch.detector.event.Call;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Who acts, by what AWS itself has verified. At least one part is given, and all that are given must fit. Names,
 * agents and addresses are no part: they are the caller's to choose.
 *
 * @param sessionIssuerArn ARN of the role that issued the session, with account and path; null when any
 * @param principalId {@code AIDA…} of a user or {@code AROA…} of a role; null when any
 * @param invokedBy AWS service that called on the actor's behalf; null when any
 */
public record Principal(String sessionIssuerArn, String principalId, String invokedBy) {

    static final String NEEDED = "sessionIssuerArn, principalId or invokedBy";

    private static final int LONGEST_ARN = 1024;
    private static final int LONGEST_SERVICE = 128;
    private static final Pattern ROLE_ARN = Pattern
            .compile("arn:aws[a-z-]{0,20}:iam::[0-9]{12}:role/[!-)+->@-~]{1,600}");
    private static final Pattern SESSION_ARN = Pattern.compile("arn:aws[a-z-]{0,20}:sts::.*", Pattern.DOTALL);
    private static final Pattern STABLE_ID = Pattern.compile("(AIDA|AROA)[A-Z0-9]{12,28}");
    private static final Pattern SERVICE = Pattern.compile("[a-z0-9][a-z0-9.-]{0,100}\\.amazonaws\\.com(\\.cn)?");

    /** Refuses a principal without any part, and parts that name none exactly. */
    public Principal {
        if (sessionIssuerArn == null && principalId == null && invokedBy == null) {
            throw new IllegalArgumentException("a principal needs " + NEEDED);
        }
        require(sessionIssuerArn, Principal::flawOfIssuer);
        require(principalId, Principal::flawOfId);
        require(invokedBy, Principal::flawOfService);
    }

    /** Returns whether it made the call. */
    public boolean made(Call call) {
        return isIssuer(call) && (principalId == null || principalId.equals(stablePart(call.principalId())))
                && (invokedBy == null || invokedBy.equals(call.invokedBy()));
    }

    /**
     * Returns who made all of these calls, by as many parts as they have in common; empty where they have neither role
     * nor unique id in common. A service alone is nobody: whoever may use it makes such calls.
     */
    public static Optional<Principal> narrowest(List<Call> calls) {
        String issuer = common(calls, Call::issuerArn, Principal::flawOfIssuer);
        String id = common(calls, call -> stablePart(call.principalId()), Principal::flawOfId);
        String service = common(calls, Call::invokedBy, Principal::flawOfService);
        if (issuer == null && id == null) {
            return Optional.empty();
        }
        return Optional.of(new Principal(issuer, id, service)).filter(who -> calls.stream().allMatch(who::made));
    }

    private static String common(List<Call> calls, Function<Call, String> part,
            Function<String, Optional<String>> flaw) {
        Set<String> values = new HashSet<>();
        calls.forEach(call -> values.add(part.apply(call)));
        String value = values.size() == 1 ? values.iterator().next() : null;
        return value == null || flaw.apply(value).isPresent() ? null : value;
    }

    /** A record that names another account for the session than its issuer's contradicts itself. */
    private boolean isIssuer(Call call) {
        return sessionIssuerArn == null || (sessionIssuerArn.equals(call.issuerArn())
                && (call.actorAccount() == null || sessionIssuerArn.contains("::" + call.actorAccount() + ":")));
    }

    /** {@code AROA…:session}: what follows the colon is the caller's to choose. */
    private static String stablePart(String principalId) {
        return principalId == null ? null : principalId.split(":", 2)[0];
    }

    /** Returns who it is, in words. */
    String inWords() {
        List<String> parts = new ArrayList<>();
        if (sessionIssuerArn != null) {
            parts.add("sessions of " + sessionIssuerArn);
        }
        if (principalId != null) {
            parts.add("principal " + principalId);
        }
        if (invokedBy != null) {
            parts.add("calls that " + invokedBy + " makes for somebody");
        }
        return String.join(", and only as ", parts)
                + (parts.size() == 1 && invokedBy != null ? " (whoever may use that service)" : "");
    }

    static Optional<String> flawOfIssuer(String arn) {
        if (arn.length() <= LONGEST_ARN && ROLE_ARN.matcher(arn).matches() && !arn.endsWith("/")) {
            return Optional.empty();
        }
        if (arn.indexOf('*') >= 0 || arn.indexOf('?') >= 0) {
            return Optional.of("must name one role exactly; * and ? are not read here");
        }
        return Optional.of(SESSION_ARN.matcher(arn).matches()
                ? "is a session, whose name the caller chooses; name the role that issued it, as in "
                        + "arn:aws:iam::123456789012:role/deploy"
                : "is no ARN of a role with its account, as in arn:aws:iam::123456789012:role/deploy");
    }

    static Optional<String> flawOfId(String id) {
        if (id.length() <= LONGEST_SERVICE && STABLE_ID.matcher(id).matches()) {
            return Optional.empty();
        }
        return Optional.of(id.indexOf(':') >= 0
                ? "names a session; only the part before the colon is AWS's, the rest is the caller's to choose"
                : "is no unique id of a user (AIDA…) or of a role (AROA…)");
    }

    static Optional<String> flawOfService(String service) {
        return service.length() <= LONGEST_SERVICE && SERVICE.matcher(service).matches()
                ? Optional.empty()
                : Optional.of("is no AWS service, as in cloudformation.amazonaws.com");
    }

    private static void require(String value, Function<String, Optional<String>> flaw) {
        if (value != null) {
            flaw.apply(value).ifPresent(message -> {
                throw new IllegalArgumentException(value + " " + message);
            });
        }
    }
}
