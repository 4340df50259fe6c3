package io.iamwatch.alerting.console.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.alerting.console.view.IncidentRow;
import io.iamwatch.alerting.console.view.IncidentView;
import io.iamwatch.alerting.console.view.ListQuery;
import io.iamwatch.alerting.console.view.Packed;
import io.iamwatch.alerting.console.view.Positions;
import io.iamwatch.alerting.console.view.Related;
import io.iamwatch.alerting.csv.IncidentCsv;
import java.time.Instant;
import java.util.Optional;

/** Answers for programs. */
final class Api {

    static final String POSITION = "Iamwatch-Position";

    private final IncidentView view;

    Api(IncidentView view) {
        this.view = view;
    }

    Response list(Call call) {
        if (!view.isComplete()) {
            return reading();
        }
        try {
            ListQuery query = ListQuery.of(call.request().parameters());
            IncidentView.Page page = view.page(query);
            ObjectNode body = Response.object().put("total", page.total()).put("page", query.page())
                    .put("size", query.size()).put("position", page.positions().toString());
            ArrayNode items = body.putArray("items");
            page.rows().forEach(row -> items.add(json(row)));
            return Response.json(Response.OK, body);
        } catch (ListQuery.Wrong wrong) {
            return Response.error(Response.BAD_REQUEST, wrong.getMessage());
        }
    }

    /** The same for spreadsheets. */
    Response table(Call call) {
        if (!view.isComplete()) {
            return reading();
        }
        try {
            return Response.csv(IncidentCsv.table(view.page(ListQuery.of(call.request().parameters())).rows()));
        } catch (ListQuery.Wrong wrong) {
            return Response.error(Response.BAD_REQUEST, wrong.getMessage());
        }
    }

    Response incident(Call call) {
        Positions positions = view.positions();
        Optional<Packed> incident = view.find(call.uid());
        if (incident.isEmpty() && !view.isComplete()) {
            return reading();
        }
        return incident.map(found -> Response.json(Response.OK, found.json()).with(POSITION, positions.toString()))
                .orElseGet(() -> Response.error(Response.NOT_FOUND, "there is no incident " + call.uid()));
    }

    /** What else its actors touched. */
    Response related(Call call) {
        if (view.find(call.uid()).isEmpty()) {
            return view.isComplete()
                    ? Response.error(Response.NOT_FOUND, "there is no incident " + call.uid())
                    : reading();
        }
        Related related = Related.of(view, call.uid());
        ObjectNode body = Response.object().put("total", related.total()).put("within_hours",
                Related.WITHIN.toHours());
        ArrayNode items = body.putArray("items");
        related.incidents().forEach(one -> {
            ObjectNode item = items.addObject();
            item.set("incident", json(one.row()));
            one.reasons().forEach(item.putArray("reasons")::add);
        });
        return Response.json(Response.OK, body);
    }

    /** Begins behind what the caller names, or with what comes next. */
    Answer events(Call call) {
        String after = call.request().header("last-event-id")
                .or(() -> Optional.ofNullable(call.request().parameters().get("after"))).orElse(null);
        if (after == null) {
            return view.isComplete() ? new Answer.Events(view.positions()) : reading();
        }
        return Positions.parse(after).<Answer>map(Answer.Events::new)
                .orElseGet(() -> Response.error(Response.BAD_REQUEST, "Last-Event-ID, or after, has to be positions as "
                        + "0:17,1:4"));
    }

    private Response reading() {
        return Response.error(Response.UNAVAILABLE, "the incidents are being read from Kafka: " + view.size()
                + " so far; ask again").with("Retry-After", "1");
    }

    /** An incident in short, as lists and events have it. */
    static ObjectNode json(IncidentRow row) {
        ObjectNode json = Response.object().put("uid", row.uid()).put("account", row.account())
                .put("severity", ListQuery.word(row.severity())).put("status", ListQuery.word(row.status()))
                .put("principal", row.principal()).put("arn", row.arn()).put("message", row.message())
                .put("alerts", row.alerts()).put("standing", row.standing()).put("provisional", row.provisional())
                .put("assignee", row.assignee()).put("verdict", row.verdict() == null ? null : row.verdict().word())
                .put("started", Instant.ofEpochMilli(row.started()).toString())
                .put("ended", Instant.ofEpochMilli(row.ended()).toString())
                .put("changed", Instant.ofEpochMilli(row.changed()).toString());
        json.put("contained", row.contained() == null ? null : row.contained().words());
        row.rules().forEach(json.putArray("rules")::add);
        return json;
    }
}
