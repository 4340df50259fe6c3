package io.iamwatch.alerting.terminal;

import static io.iamwatch.alerting.terminal.TerminalText.neutralise;

import io.iamwatch.contracts.finding.AdminActivity.Service;
import io.iamwatch.contracts.finding.Investigation;
import io.iamwatch.contracts.finding.Investigation.Answer;
import io.iamwatch.contracts.finding.Investigation.Contained;
import io.iamwatch.contracts.finding.Investigation.Credential;
import io.iamwatch.contracts.finding.Investigation.Fact;
import java.util.ArrayList;
import java.util.List;

/** The rows that tell what the principal did since, and how far it is contained. */
final class InvestigationText {

    private static final int MAX_LINES = 8;

    private InvestigationText() {
    }

    /** Writes how far it is contained, in one row. */
    static void brief(Sheet sheet, Investigation known) {
        Contained contained = known.contained();
        if (contained != null) {
            sheet.row("contained", contained.extent().words() + ": " + neutralise(contained.why(),
                    TerminalText.MAX_SENTENCE));
        }
    }

    /** Writes all of it. */
    static void write(Sheet sheet, Investigation known) {
        if (known.contained() == null) {
            return;
        }
        brief(sheet, known);
        sheet.rows("", known.contained().facts().stream().map(InvestigationText::fact).toList());
        sheet.rows("services", known.services().isEmpty()
                ? List.of(known.followed() ? "none was seen to be called" : "not told: no alert of new-admin-active")
                : services(known));
        sheet.rows("credentials", known.credentials().stream().limit(MAX_LINES).map(InvestigationText::credential)
                .toList());
        sheet.rows("called from", known.sources().stream().limit(MAX_LINES)
                .map(source -> neutralise(source.address()) + (source.isNew() ? "  new" : "")).toList());
        sheet.rows("roles", known.roles().stream().limit(MAX_LINES).map(role -> neutralise(role.role())).toList());
        sheet.rows("made", known.descendants().stream().limit(MAX_LINES)
                .map(one -> Times.of(one.time()) + "  " + neutralise(one.what()) + " " + neutralise(one.name()))
                .toList());
        sheet.rows("guards", known.guards().stream().limit(MAX_LINES).map(call -> Times.of(call.time()) + "  "
                + neutralise(call.operation()) + "  by " + neutralise(call.actor())).toList());
        sheet.rows("questions", known.answers().stream().map(InvestigationText::answer).toList());
    }

    private static String fact(Fact fact) {
        return fact.what() + ": " + fact.extent().words() + ", " + neutralise(fact.why(), TerminalText.MAX_SENTENCE);
    }

    private static List<String> services(Investigation known) {
        List<String> lines = new ArrayList<>();
        for (Service use : known.services().subList(0, Math.min(MAX_LINES, known.services().size()))) {
            lines.add(Sheet.pad(neutralise(use.name()), 16) + "  " + Times.of(use.first()) + " to "
                    + Times.of(use.last()) + "  at least " + use.calls() + " calls, " + use.denied() + " denied");
        }
        if (known.servicesTotal() > lines.size()) {
            lines.add("and " + (known.servicesTotal() - lines.size()) + " more");
        }
        return lines;
    }

    private static String credential(Credential one) {
        return one.kind().words() + (one.id() == null ? "" : " " + neutralise(one.id())) + "  " + one.state()
                + (one.made() == null ? "" : "  made " + Times.of(one.made()) + by(one))
                + (one.lastUse() == null ? "" : "  last used " + Times.of(one.lastUse()));
    }

    private static String by(Credential one) {
        return one.madeBy() == null ? "" : " by " + neutralise(one.madeBy());
    }

    private static String answer(Answer answer) {
        String told = answer.answer() == null ? "" : " " + neutralise(answer.answer(), TerminalText.MAX_SENTENCE);
        return answer.question() + told + (answer.notVisible() == null
                ? ""
                : answer.answer() == null
                        ? " Not visible: " + neutralise(answer.notVisible())
                        : " (not visible: " + neutralise(answer.notVisible()) + ")");
    }
}
