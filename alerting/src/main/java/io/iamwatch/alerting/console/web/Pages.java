package io.iamwatch.alerting.console.web;

import io.iamwatch.alerting.console.act.CommandDesk;
import io.iamwatch.alerting.console.page.IncidentPage;
import io.iamwatch.alerting.console.page.IncidentPage.Told;
import io.iamwatch.alerting.console.page.ListPage;
import io.iamwatch.alerting.console.page.Notices;
import io.iamwatch.alerting.console.view.IncidentView;
import io.iamwatch.alerting.console.view.ListQuery;
import io.iamwatch.alerting.console.view.Packed;
import io.iamwatch.alerting.console.view.Positions;
import io.iamwatch.alerting.console.view.Related;
import io.iamwatch.alerting.console.web.Commands.Result;
import io.iamwatch.contracts.command.IncidentCommand;
import java.util.Optional;

/** Answers for people. */
final class Pages {

    private final IncidentView view;

    Pages(IncidentView view) {
        this.view = view;
    }

    Response list(Call call) {
        if (!view.isComplete()) {
            return reading();
        }
        try {
            ListQuery query = ListQuery.of(call.request().parameters());
            return Response.html(Response.OK, ListPage.of(query, view.page(query), call.reader()));
        } catch (ListQuery.Wrong wrong) {
            return Response.html(Response.BAD_REQUEST, Notices.of("No such filter", wrong.getMessage()));
        }
    }

    Response incident(Call call) {
        // The positions first: what changes between is told once more, not left out.
        Positions positions = view.positions();
        Optional<Packed> incident = view.find(call.uid());
        if (incident.isEmpty()) {
            return view.isComplete()
                    ? Response.html(Response.NOT_FOUND,
                            Notices.of("No such incident", "There is no incident " + call.uid() + "."))
                    : reading();
        }
        Optional<Told> told = Told.ofWord(call.request().parameters().getOrDefault("told", ""));
        return Response.html(Response.OK,
                IncidentPage.of(incident.get().incident(), Related.of(view, call.uid()), call.reader(), told,
                        positions.toString()));
    }

    /** The list is of no use while it lacks something; a browser asks again by itself. */
    private Response reading() {
        return Response.html(Response.UNAVAILABLE, Notices.of("Reading",
                "The incidents are being read from Kafka: " + view.size() + " so far.")).with("Refresh", "1")
                .with("Retry-After", "1");
    }

    static Response told(Call call, Result result) {
        String path = IncidentPage.path(call.uid());
        return switch (result) {
            case Result.Wrong(int status, String reason) -> Response.html(status,
                    Notices.of("That cannot be", reason, path));
            case Result.Given(IncidentCommand command, CommandDesk.Outcome outcome) -> switch (outcome) {
                case CommandDesk.Outcome.Applied applied ->
                    Response.redirect(path + "?told=" + Told.APPLIED.word());
                case CommandDesk.Outcome.Pending pending ->
                    Response.redirect(path + "?told=" + Told.PENDING.word());
                case CommandDesk.Outcome.Refused(String reason) -> Response.html(Response.CONFLICT,
                        Notices.of("Refused", reason, path));
                case CommandDesk.Outcome.Lost(String reason) -> Response.html(Response.UNAVAILABLE,
                        Notices.of("Not confirmed", reason, path));
            };
        };
    }
}
