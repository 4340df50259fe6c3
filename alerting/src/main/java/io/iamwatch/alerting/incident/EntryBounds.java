package io.iamwatch.alerting.incident;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.iamwatch.alerting.investigation.SeenBounds;
import io.iamwatch.contracts.finding.AlertBounds;
import io.iamwatch.contracts.finding.FindingJson;
import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.IncidentFinding.Party;
import io.iamwatch.contracts.finding.Ocsf;
import java.util.List;

/**
 * How much of an alert an incident repeats. The whole stands in the alert topic; here is room for as many alerts as
 * an incident lists, whatever an attacker writes into them.
 *
 * @param texts the longest text, in characters
 * @param links the most links of a path
 */
record EntryBounds(int texts, int links) {

    /** The most that one alert takes, in bytes of JSON; it bounds an incident's size. */
    static final int MAX_ENTRY_BYTES = 8 * 1024;

    private static final List<EntryBounds> EVER_TIGHTER = List.of(new EntryBounds(512, 10), new EntryBounds(128, 10),
            new EntryBounds(64, 4), new EntryBounds(32, 1), new EntryBounds(16, 0));

    /** Returns the entry, cut as far as it has to be. */
    static AlertEntry fit(AlertEntry entry) {
        AlertEntry fitting = entry;
        for (EntryBounds bounds : EVER_TIGHTER) {
            fitting = bounds.cut(fitting);
            if (size(fitting) <= MAX_ENTRY_BYTES) {
                return fitting;
            }
        }
        return fitting;
    }

    private AlertEntry cut(AlertEntry entry) {
        return new AlertEntry(cut(entry.info()), cut(entry.state()));
    }

    private Ocsf.FindingInfo cut(Ocsf.FindingInfo info) {
        Ocsf.Analytic rule = info.analytic() == null
                ? null
                : new Ocsf.Analytic(cut(info.analytic().uid()), cut(info.analytic().name()), info.analytic().typeId(),
                        cut(info.analytic().version(), 64));
        return new Ocsf.FindingInfo(info.uid(), cut(info.title()), cut(info.desc()), rule,
                info.attacks().stream().limit(links).map(this::cut).toList(),
                info.relatedEvents().stream().limit(links).map(this::cut).toList(), info.relatedEventsCount(),
                info.createdTime(), info.firstSeenTime(), info.lastSeenTime());
    }

    private AlertState cut(AlertState state) {
        return new AlertState(state.uid(), cut(state.ruleId()), state.severity(), state.stands(),
                cut(state.supersededBy(), 64), state.version(), state.ta(), state.tb(), cut(state.grade()),
                state.stillAdmin(), state.provisional(),
                state.path().stream().limit(links).map(this::cut).toList(),
                state.parties().stream().limit(links).map(this::cut).toList(),
                new SeenBounds(texts, 3 * links).cut(state.seen()), cut(state.about()));
    }

    private Ocsf.Attack cut(Ocsf.Attack attack) {
        return new Ocsf.Attack(cut(attack.version()), cut(attack.tactic()), cut(attack.technique()),
                cut(attack.subTechnique()));
    }

    private Ocsf.Named cut(Ocsf.Named named) {
        return named == null ? null : new Ocsf.Named(cut(named.uid()), cut(named.name()));
    }

    private Ocsf.RelatedEvent cut(Ocsf.RelatedEvent event) {
        return new Ocsf.RelatedEvent(cut(event.uid(), 64), cut(event.type()), cut(event.title()),
                event.firstSeenTime());
    }

    private Party cut(Party party) {
        return new Party(cut(party.operation()), cut(party.actor()), cut(party.source()), cut(party.userAgent()),
                party.mfa(), party.time(), cut(party.position(), 64), cut(party.credential(), 64));
    }

    private String cut(String text) {
        return AlertBounds.cut(text, texts);
    }

    private String cut(String text, int atLeast) {
        return AlertBounds.cut(text, Math.max(texts, atLeast));
    }

    private static int size(AlertEntry entry) {
        try {
            return FindingJson.MAPPER.writeValueAsBytes(entry).length;
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("plain values cannot fail to serialise", impossible);
        }
    }
}
