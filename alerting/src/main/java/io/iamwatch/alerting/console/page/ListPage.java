package io.iamwatch.alerting.console.page;

import io.iamwatch.alerting.console.html.Html;
import io.iamwatch.alerting.console.html.Tag;
import io.iamwatch.alerting.console.view.IncidentRow;
import io.iamwatch.alerting.console.view.IncidentView.Page;
import io.iamwatch.alerting.console.view.ListQuery;
import io.iamwatch.alerting.console.view.Order;
import io.iamwatch.contracts.finding.IncidentFinding.Status;
import io.iamwatch.contracts.finding.Severity;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The list of incidents. A script asks for its live part again when an incident has changed. */
public final class ListPage {

    private ListPage() {
    }

    /** Returns the page. */
    public static Html of(ListQuery query, Page page, Reader reader) {
        Tag main = Tag.of("main").add(Tag.of("h1").text("Incidents"), filters(query), rows(query, page),
                Tag.of("p").css("hint").text("Keys: / filter, j and k move, Enter opens."));
        return Layout.page("Incidents", reader, main);
    }

    private static Tag rows(ListQuery query, Page page) {
        Tag live = Tag.of("div").set("id", "list").set("data-live", "list").set("data-position",
                page.positions().toString());
        live.add(Tag.of("p").css("count").add(Html.text(count(query, page) + " "),
                Tag.of("a").set("href", "/api" + url("/incidents.csv", query)).text("CSV")));
        return live.add(page.rows().isEmpty() ? empty(query) : table(query, page), pages(query, page));
    }

    private static Html empty(ListQuery query) {
        return Tag.of("p").css("empty").text(query.equals(ListQuery.DEFAULT)
                ? "No open incident. New ones appear here by themselves."
                : "No incident passes this filter.");
    }

    private static String count(ListQuery query, Page page) {
        int from = (query.page() - 1) * query.size();
        return page.rows().isEmpty()
                ? page.total() + " incidents"
                : (from + 1) + " to " + (from + page.rows().size()) + " of " + page.total() + " incidents";
    }

    private static Tag table(ListQuery query, Page page) {
        Tag head = Tag.of("tr").add(column(query, "Severity", Order.SEVERITY), column(query, "Status", Order.STATUS),
                column(query, "Account", Order.ACCOUNT), column(query, "Principal", Order.PRINCIPAL), plain("What"),
                plain("Rules"), column(query, "Assignee", Order.ASSIGNEE), column(query, "Last event", Order.NEWEST));
        Tag body = Tag.of("tbody");
        page.rows().forEach(row -> body.add(row(row)));
        return Tag.of("table").css("incidents").add(Tag.of("caption").css("hidden").text("Incidents"),
                Tag.of("thead").add(head), body);
    }

    private static Tag column(ListQuery query, String caption, Order order) {
        Tag head = Tag.of("th").set("scope", "col");
        if (query.order() == order) {
            head.set("aria-sort", "other");
        }
        return head.add(Tag.of("a").set("href", url(query.by(order))).text(caption));
    }

    private static Tag plain(String caption) {
        return Tag.of("th").set("scope", "col").text(caption);
    }

    private static Tag row(IncidentRow row) {
        Tag link = Tag.of("a").set("href", IncidentPage.path(row.uid())).add(Html.foreign(row.principal(), 120));
        return Tag.of("tr").set("data-uid", row.uid()).set("data-changed", Long.toString(row.changed())).add(
                cell("Severity", Words.severity(row.severity())),
                cell("Status", Words.status(row.status()), verdict(row)),
                cell("Account", Words.code(row.account())), cell("Principal", link),
                cell("What", provisional(row), Html.foreign(row.message(), 400)),
                cell("Rules", Html.foreign(String.join(", ", row.rules()), 200)),
                cell("Assignee", row.assignee() == null ? Html.none() : Html.foreign(row.assignee(), 100)),
                cell("Last event", Words.time(row.ended())));
    }

    /** On a phone the label stands before the value. */
    private static Tag cell(String label, Html... content) {
        return Tag.of("td").set("data-label", label).add(content);
    }

    private static Html verdict(IncidentRow row) {
        return row.verdict() == null ? Html.none() : Html.text(" " + row.verdict().caption());
    }

    private static Html provisional(IncidentRow row) {
        return row.provisional()
                ? Html.many(List.of(Tag.of("span").css("tag").text("provisional"), Html.text(" ")))
                : Html.none();
    }

    private static Html pages(ListQuery query, Page page) {
        int last = Math.max(1, (page.total() + query.size() - 1) / query.size());
        if (last == 1 && query.page() == 1) {
            return Html.none();
        }
        List<Html> links = new ArrayList<>();
        if (query.page() > 1) {
            links.add(Tag.of("a").set("href", url(query.at(Math.min(last, query.page() - 1)))).set("rel", "prev")
                    .text("Previous"));
        }
        links.add(Tag.of("span").text("page " + query.page() + " of " + last));
        if (query.page() < last) {
            links.add(Tag.of("a").set("href", url(query.at(query.page() + 1))).set("rel", "next").text("Next"));
        }
        return Tag.of("nav").css("pages").set("aria-label", "Pages").add(Html.many(links));
    }

    private static Tag filters(ListQuery query) {
        Tag text = Forms.text("principal", query.filter().text()).set("id", "filter").set("type", "search")
                .set("placeholder", "name, ARN, words").set("aria-keyshortcuts", "/");
        return Tag.of("form").css("filters").set("method", "get").set("action", "/incidents").set("role", "search").add(
                Forms.labelled("Search", text),
                Forms.labelled("Status", Forms.choice("status", query.statusWord(), statuses(query))),
                Forms.labelled("Severity at least",
                        Forms.choice("severity", ListQuery.word(query.filter().atLeast()), severities())),
                Forms.labelled("Account", Forms.text("account", query.filter().account()).set("inputmode", "numeric")),
                Forms.labelled("Rule", Forms.text("rule", query.filter().rule())),
                Forms.labelled("Assignee", Forms.text("assignee", query.filter().assignee())),
                Forms.labelled("Sort", Forms.choice("sort", query.order().word(), orders())), Forms.submit("Filter"),
                Tag.of("a").set("href", "/incidents").text("Reset"));
    }

    private static Map<String, String> statuses(ListQuery query) {
        Map<String, String> statuses = new LinkedHashMap<>();
        statuses.put("open", "Open");
        statuses.put("any", "Any");
        for (Status status : Status.values()) {
            statuses.put(ListQuery.word(status), status.caption());
        }
        statuses.putIfAbsent(query.statusWord(), query.statusWord());
        return statuses;
    }

    private static Map<String, String> severities() {
        Map<String, String> severities = new LinkedHashMap<>();
        for (Severity severity : Severity.values()) {
            severities.put(ListQuery.word(severity), severity.caption());
        }
        return severities;
    }

    private static Map<String, String> orders() {
        Map<String, String> orders = new LinkedHashMap<>();
        for (Order order : Order.values()) {
            orders.put(order.word(), order.word());
        }
        return orders;
    }

    private static String url(ListQuery query) {
        return url("/incidents", query);
    }

    private static String url(String path, ListQuery query) {
        String parameters = query.parameters().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return parameters.isEmpty() ? path : path + "?" + parameters;
    }
}
