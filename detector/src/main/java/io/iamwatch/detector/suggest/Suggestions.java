package io.iamwatch.detector.suggest;

import io.iamwatch.detector.rules.Rules;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Proposes allow-list entries from alerts that were found to be no attacks.
 *
 * @param proposals each as narrow as an entry can be: one verified principal, one target by its name, one account,
 *     the rules that spoke and no others, the grade that was reached and none above
 * @param refused why something is not proposed, a sentence for each alert; hostile text
 */
public record Suggestions(List<Proposal> proposals, List<String> refused) {

    /** Keeps copies. */
    public Suggestions {
        proposals = List.copyOf(proposals);
        refused = List.copyOf(refused);
    }

    /**
     * How entries are to be.
     *
     * @param today what is in force and has expired by then covers nothing
     * @param expires the last day of each entry
     * @param owner who answers for them; null for whoever closed the incidents
     * @param inForce the rules that are: what they cover is not proposed again
     */
    public record Terms(LocalDate today, LocalDate expires, String owner, Rules inForce) {
    }

    /**
     * Proposes.
     *
     * @param harmless alerts of incidents that were found to be no attacks
     * @param attacks alerts of incidents that were found to be attacks: an entry that would cover one is not proposed
     */
    public static Suggestions of(List<ClosedAlert> harmless, List<ClosedAlert> attacks, Terms terms) {
        List<String> refused = new ArrayList<>();
        Map<Scope, Gathered> byScope = new LinkedHashMap<>();
        for (ClosedAlert closed : harmless) {
            switch (Seen.of(closed.alert())) {
                case Seen.Unusable(String why) -> refused.add(refusal(closed, why));
                case Seen.Usable seen -> {
                    if (isCovered(seen, terms)) {
                        refused.add(refusal(closed, "the rules in force have an entry that covers it"));
                    } else {
                        byScope.computeIfAbsent(seen.scope(), scope -> new Gathered(scope)).add(closed, seen);
                    }
                }
            }
        }
        List<Proposal> proposals = new ArrayList<>();
        for (Gathered gathered : byScope.values()) {
            Proposal proposal = gathered.proposal(terms);
            attacks.stream().filter(attack -> covers(proposal, attack)).findFirst().ifPresentOrElse(
                    attack -> refused.add("incident " + String.join(", ", proposal.incidents())
                            + ": the entry would cover incident " + attack.incident() + " too, which was closed as "
                            + attack.verdict()),
                    () -> proposals.add(proposal));
        }
        return new Suggestions(proposals, refused);
    }

    private static String refusal(ClosedAlert closed, String why) {
        return "incident " + closed.incident() + ", " + closed.alert().findingInfo().analytic().uid() + ": " + why;
    }

    private static boolean isCovered(Seen.Usable seen, Terms terms) {
        return seen.isCoveredBy(terms.inForce(), terms.today().atStartOfDay(ZoneOffset.UTC).toEpochSecond());
    }

    private static boolean covers(Proposal proposal, ClosedAlert attack) {
        Rules only = new Rules(Rules.DEFAULT.latenessHorizon(), Rules.DEFAULT.rules(), Rules.DEFAULT.automation(),
                List.of(proposal.entry()));
        return Seen.of(attack.alert()) instanceof Seen.Usable seen && seen.isCoveredBy(only, 0);
    }

    /** Returns all incidents of the proposals, each once, in their order. */
    public List<String> incidents() {
        return proposals.stream().map(Proposal::incidents).flatMap(Collection::stream).distinct().toList();
    }
}
