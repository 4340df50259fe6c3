package io.iamwatch.alerting.console.web;

import io.iamwatch.alerting.console.act.ActionReader;
import io.iamwatch.alerting.console.act.CommandDesk;
import io.iamwatch.alerting.console.view.IncidentView;
import io.iamwatch.alerting.console.view.Packed;
import io.iamwatch.alerting.console.web.Access.Caller;
import io.iamwatch.alerting.console.web.Access.How;
import io.iamwatch.contracts.command.IncidentCommand;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** What analysts want done: read, signed with who wants it, handed in. */
final class Commands {

    private final IncidentView view;
    private final CommandDesk desk;
    private final InstantSource wallClock;

    Commands(IncidentView view, CommandDesk desk, InstantSource wallClock) {
        this.view = view;
        this.desk = desk;
        this.wallClock = wallClock;
    }

    /** What a request to do something came to. */
    sealed interface Result {

        /** Handed in. */
        record Given(IncidentCommand command, CommandDesk.Outcome outcome) implements Result {
        }

        /** Not handed in. */
        record Wrong(int status, String reason) implements Result {
        }
    }

    Result give(Call call) throws InterruptedException {
        Optional<Packed> incident = view.find(call.uid());
        if (incident.isEmpty()) {
            return new Result.Wrong(Response.NOT_FOUND, "there is no incident " + call.uid());
        }
        String key = incident.get().incident().unmapped().iamwatch().key();
        if (key == null) {
            return new Result.Wrong(Response.CONFLICT, "the incident was written by an older version of iamwatch and "
                    + "takes no commands until its next alert");
        }
        try {
            Instant now = wallClock.instant();
            IncidentCommand command = new IncidentCommand(UUID.randomUUID().toString(), call.uid(), author(call),
                    now.toEpochMilli(), ActionReader.read(call.fields(), now));
            return new Result.Given(command, desk.give(command, key));
        } catch (ActionReader.Wrong wrong) {
            return new Result.Wrong(Response.BAD_REQUEST, wrong.getMessage());
        }
    }

    /** A name that was proven goes before one that is typed. */
    private static String author(Call call) throws ActionReader.Wrong {
        return switch (call.caller()) {
            case Caller.Known(String name, How how) -> name;
            case Caller.Unnamed(String otherwise, How how) -> {
                String typed = call.fields().getOrDefault("author", "");
                yield typed.isBlank() ? otherwise : ActionReader.name("author", typed);
            }
            case Caller.Stranger stranger -> throw new IllegalStateException("strangers come to no command");
        };
    }

    /** The answer of the API. */
    Response toPrograms(Call call) throws InterruptedException {
        return switch (give(call)) {
            case Result.Wrong(int status, String reason) -> Response.error(status, reason);
            case Result.Given(IncidentCommand command, CommandDesk.Outcome outcome) -> switch (outcome) {
                case CommandDesk.Outcome.Applied applied ->
                    Response.json(Response.OK, view.find(call.uid()).map(Packed::json).orElse(new byte[0]));
                case CommandDesk.Outcome.Refused(String reason) -> Response.json(Response.CONFLICT,
                        Response.object().put("error", reason).put("command", command.uid()));
                case CommandDesk.Outcome.Pending pending -> Response.json(Response.ACCEPTED,
                        Response.object().put("command", command.uid()));
                case CommandDesk.Outcome.Lost(String reason) -> Response.json(Response.UNAVAILABLE,
                        Response.object().put("error", reason).put("command", command.uid()));
            };
        };
    }

    /** The answer to a form. */
    Response toPeople(Call call, boolean secure) throws InterruptedException {
        Response answer = Pages.told(call, give(call));
        String typed = call.fields().getOrDefault("author", "");
        return typed.isBlank() || answer.status() == Response.BAD_REQUEST
                ? answer
                : answer.with("Set-Cookie", Cookies.lasting(TypedName.COOKIE, TypedName.cookie(typed.strip()),
                        Duration.ofDays(180), secure));
    }
}
