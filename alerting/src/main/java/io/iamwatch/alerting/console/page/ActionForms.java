package io.iamwatch.alerting.console.page;

import io.iamwatch.alerting.console.act.Offer;
import io.iamwatch.alerting.console.html.Html;
import io.iamwatch.alerting.console.html.Tag;
import io.iamwatch.contracts.command.IncidentCommand;
import io.iamwatch.contracts.command.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One form for each action that leads on from where the incident stands. */
final class ActionForms {

    private static final int MAX_NAME = 100;

    private ActionForms() {
    }

    static Html of(String path, Set<Offer> offers, Reader reader) {
        List<Html> forms = new ArrayList<>();
        forms.add(Tag.of("h2").text("Actions"));
        offers.forEach(offer -> forms.add(form(path, offer, reader)));
        return Html.many(forms);
    }

    private static Html form(String path, Offer offer, Reader reader) {
        Tag form = Tag.of("form").set("method", "post").set("action", path + "/commands")
                .set("data-action", offer.word()).add(Forms.csrf(reader), Forms.hidden("type", offer.word()));
        form.add(Html.many(fields(offer, reader)));
        if (reader.typesName()) {
            form.add(Forms.labelled("as", Forms.text("author", reader.name()).set("required", true)
                    .set("maxlength", "" + MAX_NAME)));
        }
        form.add(Forms.submit(caption(offer)));
        boolean isDirect = offer == Offer.ACKNOWLEDGE || offer == Offer.RESUME;
        return isDirect
                ? form.css("direct")
                : Tag.of("details").set("data-keep", offer.word())
                        .add(Tag.of("summary").text(caption(offer)), form);
    }

    private static List<Html> fields(Offer offer, Reader reader) {
        return switch (offer) {
            case ACKNOWLEDGE, RESUME -> List.of();
            case ASSIGN -> List.of(Forms.labelled("to", Forms.text("assignee", reader.name()).set("required", true)
                    .set("maxlength", "" + MAX_NAME)));
            case COMMENT -> List.of(text("text", "what to remember", true));
            case SNOOZE -> List.of(Forms.labelled("for", Forms.choice("for", "4h", snoozes())),
                    text("reason", "why", true));
            case RESOLVE -> List.of(text("text", "what was done", false));
            case REOPEN -> List.of(text("text", "why", false));
            case CLOSE -> List.of(Forms.labelled("verdict",
                    Forms.choice("verdict", "", verdicts()).set("required", true)), text("text", "why", false));
        };
    }

    private static Tag text(String name, String label, boolean required) {
        return Forms.labelled(label, Forms.area(name, IncidentCommand.MAX_TEXT, required));
    }

    private static Map<String, String> snoozes() {
        Map<String, String> snoozes = new LinkedHashMap<>();
        snoozes.put("1h", "an hour");
        snoozes.put("4h", "4 hours");
        snoozes.put("1d", "a day");
        snoozes.put("7d", "a week");
        return snoozes;
    }

    private static Map<String, String> verdicts() {
        Map<String, String> verdicts = new LinkedHashMap<>();
        verdicts.put("", "choose");
        for (Verdict verdict : Verdict.values()) {
            verdicts.put(verdict.word(), verdict.caption());
        }
        return verdicts;
    }

    private static String caption(Offer offer) {
        return switch (offer) {
            case ACKNOWLEDGE -> "Acknowledge";
            case ASSIGN -> "Assign";
            case COMMENT -> "Comment";
            case SNOOZE -> "Snooze";
            case RESUME -> "Resume";
            case RESOLVE -> "Resolve";
            case REOPEN -> "Reopen";
            case CLOSE -> "Close with a verdict";
        };
    }
}
