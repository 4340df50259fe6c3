package io.iamwatch.alerting.console.page;

import static java.util.Comparator.comparing;

import io.iamwatch.alerting.console.html.Html;
import io.iamwatch.alerting.console.html.Tag;
import io.iamwatch.alerting.console.view.Place;
import io.iamwatch.alerting.incident.CausalOrder;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.IncidentFinding.Party;
import io.iamwatch.contracts.finding.Ocsf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the incident is built of: its alerts, all calls by event time, and everybody who made one. */
final class EvidenceSections {

    private static final int MOST_CALLS = 200;
    private static final int SHORT_UID = 12;

    private EvidenceSections() {
    }

    static Html of(IncidentFinding incident) {
        List<Party> calls = CausalOrder.of(incident.unmapped().iamwatch().alerts());
        return Html.many(List.of(parties(calls), timeline(incident, calls), alerts(incident)));
    }

    private static Tag parties(List<Party> calls) {
        Tag section = Words.section("parties", "Parties");
        Map<String, List<Party>> byActor = new LinkedHashMap<>();
        calls.forEach(call -> byActor.computeIfAbsent(Objects.requireNonNullElse(call.actor(), "?"),
                actor -> new ArrayList<>()).add(call));
        Tag body = Tag.of("tbody");
        byActor.forEach((actor, theirs) -> body.add(Tag.of("tr").add(
                cell("Who", Tag.of("strong").add(Html.foreign(actor))),
                cell("Did", Html.foreign(String.join(", ", distinct(theirs.stream().map(Party::operation))), 400)),
                cell("From", Html.foreign(String.join(", ", distinct(theirs.stream().map(Party::source))), 400)),
                cell("MFA", Html.many(theirs.stream().map(Party::mfa).distinct().map(Words::mfa).toList())),
                cell("Agents",
                        Html.foreign(String.join(", ", distinct(theirs.stream().map(Party::userAgent))), 400)))));
        return section.add(Words.scrolling(
                Tag.of("table").add(Words.headRow("Who", "Did", "From", "MFA", "Agents"), body)));
    }

    private static List<String> distinct(Stream<String> texts) {
        return texts.filter(Objects::nonNull).distinct().toList();
    }

    private static Tag timeline(IncidentFinding incident, List<Party> calls) {
        Tag section = Words.section("timeline", "Timeline");
        Tag body = Tag.of("tbody");
        calls.stream().limit(MOST_CALLS).forEach(call -> body.add(Tag.of("tr").add(
                cell("Time", Words.time(call.time())), cell("Call", Words.code(call.operation())),
                cell("Who", Html.foreign(call.actor())),
                cell("From", call.source() == null ? Html.text("unknown") : Words.code(call.source())),
                cell("MFA", Words.mfa(call.mfa())), cell("Evidence", record(incident, call.position())))));
        if (calls.size() > MOST_CALLS) {
            section.add(Tag.of("p").text("The first " + MOST_CALLS + " of " + calls.size() + " calls."));
        }
        return section.add(Words.scrolling(
                Tag.of("table").add(Words.headRow("Time", "Call", "Who", "From", "MFA", "Evidence"), body)));
    }

    private static Tag alerts(IncidentFinding incident) {
        IncidentFinding.Details details = incident.unmapped().iamwatch();
        Tag section = Words.section("alerts", "Alerts");
        Tag body = Tag.of("tbody");
        List<Integer> standingFirst = IntStream.range(0, details.alerts().size()).boxed()
                .sorted(comparing(i -> !details.alerts().get(i).stands())).toList();
        standingFirst.forEach(i -> body.add(alert(incident, details.alerts().get(i), i)));
        if (details.alertsTotal() > details.alerts().size()) {
            section.add(Tag.of("p").text(details.alerts().size() + " of " + details.alertsTotal() + " are listed."));
        }
        return section.add(Words.scrolling(Tag.of("table").add(
                Words.headRow("Severity", "Rule", "Says", "Grade", "State", "Evidence"), body)),
                Tag.of("p").add(Tag.of("a").set("href", "/api" + IncidentPage.path(details.uid()))
                        .text("The incident as JSON (OCSF)")));
    }

    private static Tag alert(IncidentFinding incident, AlertState alert, int index) {
        List<Ocsf.FindingInfo> infos = incident.findingInfoList();
        String title = index < infos.size() ? infos.get(index).title() : null;
        Tag evidence = Tag.of("details").add(
                Tag.of("summary").text(alert.parties().size() + " records"));
        alert.parties().forEach(party -> evidence.add(Tag.of("div").add(record(incident, party.position()),
                Html.text(" "), Html.foreign(party.operation()))));
        return Tag.of("tr").css(alert.stands() ? "stands" : "over").add(
                cell("Severity", Words.severity(alert.severity())), cell("Rule", Words.code(alert.ruleId())),
                cell("Says", Html.foreign(title, 400)),
                cell("Grade", alert.grade() == null ? Html.none() : Words.code(alert.grade())),
                cell("State", Html.foreign(state(alert) + (alert.about() == null ? "" : "; about " + alert.about()))),
                cell("Evidence", evidence));
    }

    /** The place of a record, by which it is read from its topic. */
    private static Html record(IncidentFinding incident, String position) {
        return Place.parse(position).isPresent()
                ? Tag.of("a").set("href", EvidencePage.path(incident.unmapped().iamwatch().uid(), position))
                        .add(Words.code(position))
                : Words.code(position);
    }

    private static String state(AlertState alert) {
        if (alert.stands()) {
            return alert.provisional() ? "stands, provisional" : "stands";
        }
        String by = alert.supersededBy();
        return by == null
                ? "retracted"
                : "superseded by " + (by.length() <= SHORT_UID ? by : by.substring(0, SHORT_UID));
    }

    private static Tag cell(String label, Html content) {
        return Tag.of("td").set("data-label", label).add(content);
    }
}
