package io.iamwatch.contracts.finding;

import io.iamwatch.contracts.finding.AdminActivity.Service;
import io.iamwatch.contracts.finding.AdminActivity.Source;
import io.iamwatch.contracts.finding.Seen.CredentialKind;
import io.iamwatch.contracts.finding.Seen.Denied;
import io.iamwatch.contracts.finding.Seen.Descendant;
import io.iamwatch.contracts.finding.Seen.Extent;
import io.iamwatch.contracts.finding.Seen.GuardCall;
import io.iamwatch.contracts.finding.Seen.RoleUse;
import java.util.List;

/**
 * What an analyst asks of an incident after its story: calls as all its alerts tell them, judgements as those do
 * that stand. Where nothing tells, it is said to be not visible, with the reason. All times are event time in
 * milliseconds, as exact as in {@link AdminActivity}.
 *
 * @param followed whether what the principal did next was looked at; if not, empty lists mean nothing
 * @param services AWS services that the principal called, the newest use first
 * @param servicesTotal how many there are, listed or not
 * @param sources where it called from
 * @param credentials its credentials as far as they were seen
 * @param guards what guards the account's credentials and was weakened
 * @param roles roles that it assumed
 * @param descendants what it made that can act by itself
 * @param denied what it was denied; null for nothing
 * @param contained how far it is contained; null in incidents of older versions
 * @param answers the triage questions of AWS's incident response playbook for compromised credentials
 */
public record Investigation(boolean followed, List<Service> services, int servicesTotal, List<Source> sources,
        List<Credential> credentials, List<GuardCall> guards, List<RoleUse> roles, List<Descendant> descendants,
        Denied denied, Contained contained, List<Answer> answers) {

    /** Nothing is known. */
    public static final Investigation NOTHING = new Investigation(false, List.of(), 0, List.of(), List.of(), List.of(),
            List.of(), List.of(), null, null, List.of());

    /** An absent list is empty. */
    public Investigation {
        services = Ocsf.orEmpty(services);
        sources = Ocsf.orEmpty(sources);
        credentials = Ocsf.orEmpty(credentials);
        guards = Ocsf.orEmpty(guards);
        roles = Ocsf.orEmpty(roles);
        descendants = Ocsf.orEmpty(descendants);
        answers = Ocsf.orEmpty(answers);
    }

    /**
     * A credential of the principal.
     *
     * @param id the key's id, the device's serial number; null where that is not known
     * @param state {@code active}, {@code inactive}, {@code deleted}: what the newest call about it says
     * @param made when it was made; null where that was not seen
     * @param madeBy who made it; null where that was not seen
     * @param changed when it was changed last
     * @param lastUse when it was used last, of what was seen; null for never
     */
    public record Credential(CredentialKind kind, String id, String state, Long made, String madeBy, Long changed,
            Long lastUse) {
    }

    /**
     * How far the incident is contained.
     *
     * @param extent yes, partly or no; not visible where nobody looks at such a principal
     * @param why in one sentence
     * @param facts what that is made of
     */
    public record Contained(Extent extent, String why, List<Fact> facts) {

        /** An absent list is empty. */
        public Contained {
            facts = Ocsf.orEmpty(facts);
        }
    }

    /**
     * One part of being contained.
     *
     * @param what {@code user}, {@code credentials}, {@code assumed roles}, {@code creator}, {@code descendants},
     *     {@code no undo since}, {@code calls since}
     * @param why the fact, or why it is not visible
     */
    public record Fact(String what, Extent extent, String why) {
    }

    /**
     * A question, and what is known.
     *
     * @param answer null where it cannot be answered
     * @param notVisible why it cannot be answered, or not wholly; null where it is
     */
    public record Answer(String question, String answer, String notVisible) {
    }
}
