package io.iamwatch.detector.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A principal at one instant, with all that its grade depends on.
 *
 * @param userId unique id ({@code AIDA…}, {@code AROA…}); null where it is not known
 * @param boundary empty where it has none
 * @param groupArns the groups it is a member of
 */
public record Standpoint(String partition, String account, PrincipalKind kind, String name, String arn, String userId,
        List<LivePolicy> policies, Optional<PolicyDocument> boundary, List<String> groupArns,
        List<AttachedPolicy> attached, Surroundings surroundings) {

    /** Returns a role of IAM Identity Center that has a document and nothing else. */
    public static Standpoint ofCenterRole(String account, PolicyDocument document) {
        String name = "AWSReservedSSO";
        return new Standpoint("aws", account, PrincipalKind.ROLE, name,
                "arn:aws:iam::" + account + ":role/aws-reserved/sso.amazonaws.com/" + name, null,
                List.of(new LivePolicy(document, true, new Holder(null, true), null)), Optional.empty(), List.of(),
                List.of(), Surroundings.NOTHING_KNOWN);
    }

    Standpoint withPolicies(List<LivePolicy> others) {
        return new Standpoint(partition, account, kind, name, arn, userId, others, boundary, groupArns, attached,
                surroundings);
    }

    Standpoint withoutBoundary() {
        return new Standpoint(partition, account, kind, name, arn, userId, policies, Optional.empty(), groupArns,
                attached, surroundings);
    }

    /** The stored versions forgotten: so that trying one of them does not try the others in turn. */
    Standpoint withoutStoredVersions() {
        List<AttachedPolicy> bare = attached.stream().map(policy -> new AttachedPolicy(policy.arn(), List.of()))
                .toList();
        return new Standpoint(partition, account, kind, name, arn, userId, policies, boundary, groupArns, bare,
                surroundings);
    }

    /** Returns the groups whose policies are this principal's. */
    List<String> ownGroups() {
        if (kind != PrincipalKind.GROUP) {
            return groupArns;
        }
        List<String> own = new ArrayList<>(groupArns);
        own.add(arn);
        return own;
    }
}
