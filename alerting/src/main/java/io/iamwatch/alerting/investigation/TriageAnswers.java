package io.iamwatch.alerting.investigation;

import static java.util.stream.Collectors.joining;

import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.IncidentFinding.Party;
import io.iamwatch.contracts.finding.Investigation;
import io.iamwatch.contracts.finding.Investigation.Answer;
import io.iamwatch.contracts.finding.Investigation.Contained;
import io.iamwatch.contracts.finding.Investigation.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The initial triage questions of AWS's <a href=
 * "https://github.com/aws-samples/aws-incident-response-playbooks/blob/master/playbooks/IRP-CredCompromise.md">
 * incident response playbook for compromised credentials</a> (version 2.0, section 2.1), in our words and its
 * order.
 */
final class TriageAnswers {

    private final List<AlertState> standing;
    private final Optional<AlertState> lead;
    private final Investigation known;
    private final Contained contained;

    private TriageAnswers(List<AlertState> standing, Investigation known, Contained contained) {
        this.standing = standing;
        this.lead = Investigator.lead(standing);
        this.known = known;
        this.contained = contained;
    }

    static List<Answer> of(List<AlertState> standing, Investigation known, Contained contained) {
        TriageAnswers answers = new TriageAnswers(standing, known, contained);
        return List.of(answers.credentialType(), answers.howDetected(), authorised(), answers.permissions(),
                answers.reach(), answers.stillActive(), answers.sources(), answers.sensitiveData(),
                answers.persistence());
    }

    private Answer credentialType() {
        String question = "Which kind of credential was used?";
        List<String> used = parties().filter(party -> party.credential() != null)
                .map(party -> Objects.requireNonNullElse(party.actor(), "somebody") + ": " + kind(party.credential()))
                .distinct().toList();
        return used.isEmpty()
                ? new Answer(question, null, "no record behind the alerts names the key that signed it")
                : new Answer(question, Listed.of(used.stream()), null);
    }

    private static String kind(String key) {
        return key.startsWith("AKIA")
                ? "long-term key " + key
                : key.startsWith("ASIA") ? "session " + key + ", of a role, a federation or the console" : "key " + key;
    }

    private Answer howDetected() {
        return new Answer("How was it detected?", standing.isEmpty()
                ? "by iamwatch in CloudTrail; none of its alerts stands any more"
                : "by iamwatch in CloudTrail: " + Listed.of(standing.stream().map(AlertState::ruleId).distinct()),
                null);
    }

    private static Answer authorised() {
        return new Answer("Is it unauthorised, or unusual but legitimate?", null,
                "CloudTrail does not say who was allowed to: ask who is named here, and say it in the verdict");
    }

    private Answer permissions() {
        String question = "What may the principal do?";
        if (lead.isEmpty()) {
            return new Answer(question, null, "its rights are told of administrators only");
        }
        String grade = "ADMIN_EQUIVALENT".equals(lead.get().grade())
                ? "it can make itself an administrator"
                : "FULL_ADMIN".equals(lead.get().grade()) ? "everything in the account" : lead.get().grade();
        return new Answer(question, grade + (lead.get().stillAdmin() ? "" : ", until that was taken away")
                + "; by " + Listed.of(lead.get().path().stream()),
                "service control policies, resource and session policies are not in CloudTrail: this is an upper"
                        + " bound");
    }

    private Answer reach() {
        String question = "Which accounts and regions can it reach?";
        String hidden = "what other accounts let in, and what the organisation denies by region, is not in this"
                + " account's CloudTrail";
        List<String> roles = known.roles().stream().map(role -> role.role()).toList();
        String account = lead.isEmpty() ? null : "this account, in all regions";
        return new Answer(question, roles.isEmpty()
                ? account
                : Stream.concat(Optional.ofNullable(account).stream(), Stream.of("it assumed "
                        + Listed.of(roles.stream()))).collect(joining("; ")),
                hidden);
    }

    private Answer stillActive() {
        Fact fact = contained.facts().stream().filter(it -> it.what().equals(ContainedFacts.CREDENTIALS)).findFirst()
                .orElseThrow();
        String question = "Is the credential still active?";
        return switch (fact.extent()) {
            case YES -> new Answer(question, "no: " + fact.why(), null);
            case NO, PARTLY -> new Answer(question, "yes, " + fact.why(), null);
            case NOTHING_SEEN, NOT_VISIBLE -> new Answer(question, null, fact.why());
        };
    }

    private Answer sources() {
        String question = "Was it used from an unfamiliar source?";
        List<String> fresh = known.sources().stream().filter(source -> source.isNew()).map(source -> source.address())
                .toList();
        List<String> from = Stream.concat(known.sources().stream().map(source -> source.address()),
                parties().map(Party::source)).filter(Objects::nonNull).distinct().toList();
        String hidden = "which sources are usual is not known to iamwatch";
        String all = from.isEmpty() ? null : "calls came from " + Listed.of(from.stream());
        return new Answer(question, fresh.isEmpty()
                ? all
                : all + "; no call that made it an administrator came from "
                        + Listed.of(fresh.stream()),
                hidden);
    }

    private Answer sensitiveData() {
        String question = "Are production workloads or sensitive data within its reach?";
        String hidden = "iamwatch does not know what is sensitive, and data events are in CloudTrail only where they"
                + " are switched on";
        String may = lead.isEmpty() || !lead.get().stillAdmin()
                ? null
                : "an administrator reaches all data of the account";
        String used = known.services().isEmpty()
                ? null
                : "services that it used: " + Listed.of(known.services().stream().map(use -> use.name()));
        String answer = Stream.of(may, used).filter(Objects::nonNull).collect(joining("; "));
        return new Answer(question, answer.isEmpty() ? null : answer, hidden);
    }

    private Answer persistence() {
        String question = "Were ways to come back made?";
        List<String> made = new ArrayList<>();
        known.credentials().stream().filter(one -> one.made() != null).forEach(one -> made.add(one.kind().words()
                + (one.id() == null ? "" : " " + one.id()) + " by " + one.madeBy()));
        known.descendants().forEach(one -> made.add(one.what() + " " + one.name()));
        String hidden = known.followed()
                ? null
                : "what it made itself is told by new-admin-active, of which no alert stands here";
        return made.isEmpty() && hidden == null
                ? new Answer(question, "none was seen", null)
                : new Answer(question, made.isEmpty() ? null : Listed.of(made.stream()), hidden);
    }

    private Stream<Party> parties() {
        return standing.stream().flatMap(alert -> alert.parties().stream());
    }
}
