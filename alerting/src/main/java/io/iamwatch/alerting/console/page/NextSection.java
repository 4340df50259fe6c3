package io.iamwatch.alerting.console.page;

import io.iamwatch.alerting.console.html.Html;
import io.iamwatch.alerting.console.html.Tag;
import io.iamwatch.contracts.finding.AdminActivity.Service;
import io.iamwatch.contracts.finding.AdminActivity.Source;
import io.iamwatch.contracts.finding.Investigation;
import io.iamwatch.contracts.finding.Investigation.Credential;
import java.util.List;
import java.util.function.Function;

/**
 * What the principal did since: services, credentials, roles, what it made, where it called from, what it weakened.
 */
final class NextSection {

    private NextSection() {
    }

    static Html of(Investigation known) {
        Tag section = Words.section("what-next", "What next");
        if (!known.followed()) {
            section.add(Tag.of("p").css("empty").text("No standing alert of new-admin-active tells what it did next:"
                    + " what stands here comes from the other alerts' evidence."));
        }
        section.add(services(known), credentials(known));
        list(section, "Called from", known.sources(), NextSection::source);
        list(section, "Roles that it assumed", known.roles(), role -> Html.many(List.of(Words.code(role.role()),
                Html.text(", from "), Words.time(role.firstUse()), Html.text(" on, last seen "),
                Words.time(role.lastUse()))));
        list(section, "What it made", known.descendants(), one -> Html.many(List.of(Html.foreign(one.what()),
                Html.text(" "), Words.code(one.name()), Html.text(" at "), Words.time(one.time()))));
        list(section, "Account guards weakened", known.guards(), call -> Html.many(List.of(
                Words.code(call.operation()), call.about() == null
                        ? Html.none()
                        : Html.many(List.of(Html.text(" for "), Html.foreign(call.about()))),
                Html.text(" by "), Html.foreign(call.actor()), Html.text(" at "), Words.time(call.time()))));
        if (known.denied() != null) {
            section.add(Tag.of("h3").text("Denied"), Tag.of("p").add(
                    Html.text("At least " + known.denied().total() + " calls: "),
                    Html.foreign(String.join(", ", known.denied().calls()), 1000)));
        }
        return section;
    }

    private static Html services(Investigation known) {
        if (known.services().isEmpty()) {
            return Tag.of("p").text(known.followed() ? "No service was seen to be called." : "No service is told of.");
        }
        Tag body = Tag.of("tbody");
        for (Service use : known.services()) {
            body.add(Tag.of("tr").add(cell("Service", Words.code(use.name())),
                    cell("First use", Words.time(use.first())), cell("Last use", Words.time(use.last())),
                    cell("Calls", Html.text("at least " + use.calls())),
                    cell("Denied", Html.text(Long.toString(use.denied())))));
        }
        int left = known.servicesTotal() - known.services().size();
        return Html.many(List.of(
                Words.scrolling(Tag.of("table").add(
                        Words.headRow("Service", "First use", "Last use", "Calls", "Denied"), body)),
                left > 0 ? Tag.of("p").text("and " + left + " more services") : Html.none()));
    }

    private static Html credentials(Investigation known) {
        if (known.credentials().isEmpty()) {
            return Tag.of("p").text("No credential of it is told of.");
        }
        Tag body = Tag.of("tbody");
        for (Credential one : known.credentials()) {
            body.add(Tag.of("tr").add(
                    cell("Credential", Html.many(List.of(Html.text(one.kind().words() + " "),
                            one.id() == null ? Html.none() : Words.code(one.id())))),
                    cell("State", Html.text(one.state())), cell("Made", time(one.made(), "not seen")),
                    cell("By", one.madeBy() == null ? Html.text("not seen") : Html.foreign(one.madeBy())),
                    cell("Changed", time(one.changed(), "")), cell("Last use", time(one.lastUse(), "none seen"))));
        }
        return Words.scrolling(Tag.of("table").add(
                Words.headRow("Credential", "State", "Made", "By", "Changed", "Last use"), body));
    }

    private static Html time(Long millis, String otherwise) {
        return millis == null ? Html.text(otherwise) : Words.time(millis);
    }

    private static Html source(Source source) {
        return Html.many(List.of(Words.code(source.address()), Html.text(", first "), Words.time(source.first()),
                Html.text(", last "), Words.time(source.last()),
                source.isNew() ? Tag.of("strong").css("bad").text(" new") : Html.none()));
    }

    private static <T> void list(Tag section, String title, List<T> items, Function<T, Html> words) {
        if (!items.isEmpty()) {
            Tag list = Tag.of("ul");
            items.forEach(item -> list.add(Tag.of("li").add(words.apply(item))));
            section.add(Tag.of("h3").text(title), list);
        }
    }

    private static Tag cell(String label, Html content) {
        return Tag.of("td").set("data-label", label).add(content);
    }
}
