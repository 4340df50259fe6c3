package io.iamwatch.detector.detection;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.AdminSpans;
import io.iamwatch.detector.iam.Fact;
import java.util.List;

/**
 * All that is known of one name: the facts that may still change a decision, and the alerts that stand.
 *
 * @param facts in the order of their identities
 * @param standing in the order of their uids
 * @param latent what would be a finding of its own if the account had a snapshot; null where there is none
 * @param dependsOn whose rights its rights may depend on, as {@code kind|name}
 * @param trusts whom its trust policy lets in
 * @param trustedBy roles whose trust policies let it in
 * @param spans when it is known to be an administrator
 * @param sample what a user did, in short; null for everything else, and where it did nothing
 * @param tellsFrom the second from which the first calls of a user are told, besides the first ones of all; null
 *     where nothing is told of them
 */
public record Node(List<Fact> facts, List<Standing> standing, Finding latent, List<String> dependsOn,
        List<Subject> trusts, List<Subject> trustedBy, List<AdminSpans.Span> spans,
        Sample sample, Long tellsFrom) {

    /** A name that was never seen. */
    public static final Node EMPTY = new Node(List.of(), List.of(), null, List.of(), List.of(), List.of(),
            List.of(), null, null);

    /** An absent list is empty. */
    public Node {
        facts = facts == null ? List.of() : facts;
        standing = standing == null ? List.of() : standing;
        dependsOn = dependsOn == null ? List.of() : dependsOn;
        trusts = trusts == null ? List.of() : trusts;
        trustedBy = trustedBy == null ? List.of() : trustedBy;
        spans = spans == null ? List.of() : spans;
    }

    /** Returns whether nothing has to be remembered. */
    @JsonIgnore
    public boolean isEmpty() {
        return facts.isEmpty() && standing.isEmpty() && dependsOn.isEmpty() && trusts.isEmpty()
                && trustedBy.isEmpty() && spans.isEmpty();
    }

    /** Returns the same with other facts, which are in the order of their identities. */
    public Node withFacts(List<Fact> others) {
        return new Node(others, standing, latent, dependsOn, trusts, trustedBy, spans, sample, tellsFrom);
    }

    Node withFindings(List<Standing> alerts, Finding unresolved) {
        return new Node(facts, alerts, unresolved, dependsOn, trusts, trustedBy, spans, sample, tellsFrom);
    }

    Node withDeeds(List<Fact> deeds, Sample inShort) {
        return new Node(deeds, standing, latent, dependsOn, trusts, trustedBy, spans, inShort, tellsFrom);
    }

    Node withTellsFrom(Long second) {
        return new Node(facts, standing, latent, dependsOn, trusts, trustedBy, spans, sample, second);
    }

    Node withTies(List<String> dependencies, List<Subject> trusted) {
        return new Node(facts, standing, latent, dependencies, trusted, trustedBy, spans, sample, tellsFrom);
    }

    Node withTrustedBy(List<Subject> roles) {
        return new Node(facts, standing, latent, dependsOn, trusts, roles, spans, sample, tellsFrom);
    }

    Node withSpans(List<AdminSpans.Span> asAdministrator) {
        return new Node(facts, standing, latent, dependsOn, trusts, trustedBy, asAdministrator,
                sample, tellsFrom);
    }
}
