package io.iamwatch.alerting.console.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.alerting.console.page.EvidencePage;
import io.iamwatch.alerting.console.page.IncidentPage;
import io.iamwatch.alerting.console.page.Notices;
import io.iamwatch.alerting.console.view.IncidentView;
import io.iamwatch.alerting.console.view.Packed;
import io.iamwatch.alerting.console.view.RawEvidence;
import io.iamwatch.alerting.console.view.RawEvidence.Outcome;
import io.iamwatch.alerting.console.view.RawRecords;
import java.time.Instant;
import java.util.Optional;

/** Records behind incidents, for people and for programs. */
final class Evidence {

    private final IncidentView view;
    private final RawRecords records;

    Evidence(IncidentView view, RawRecords records) {
        this.view = view;
        this.records = records;
    }

    private Outcome read(Call call) throws InterruptedException {
        Optional<Packed> incident = view.find(call.uid());
        if (incident.isEmpty()) {
            return view.isComplete()
                    ? new Outcome.Foreign("there is no incident " + call.uid())
                    : new Outcome.Unreachable("the incidents are being read from Kafka; ask again");
        }
        return RawEvidence.of(incident.get().incident(),
                call.request().parameters().getOrDefault("position", ""), records);
    }

    Response toPeople(Call call) throws InterruptedException {
        String back = IncidentPage.path(call.uid());
        return switch (read(call)) {
            case Outcome.Found record -> Response.html(Response.OK, EvidencePage.of(call.uid(), record,
                    call.reader()));
            case Outcome.Lost(String reason) -> Response.html(Response.GONE, Notices.of("Not there any more", reason,
                    back));
            case Outcome.Foreign(String reason) -> Response.html(Response.NOT_FOUND, Notices.of("No such evidence",
                    reason, back));
            case Outcome.Unreachable(String reason) -> Response.html(Response.UNAVAILABLE, Notices.of("Not now", reason,
                    back));
        };
    }

    Response toPrograms(Call call) throws InterruptedException {
        return switch (read(call)) {
            case Outcome.Found record -> {
                ObjectNode body = Response.object().put("position", record.place().toString())
                        .put("arrived", Instant.ofEpochMilli(record.timestamp()).toString())
                        .put("source", record.source());
                body.set("record", record.json());
                yield Response.json(Response.OK, body);
            }
            case Outcome.Lost(String reason) -> Response.error(Response.GONE, reason);
            case Outcome.Foreign(String reason) -> Response.error(Response.NOT_FOUND, reason);
            case Outcome.Unreachable(String reason) -> Response.error(Response.UNAVAILABLE, reason);
        };
    }
}
