package io.iamwatch.alerting.incident;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamwatch.contracts.cloudtrail.EventTime;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.IncidentFinding.Party;
import io.iamwatch.contracts.finding.Ocsf;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads out of an alert's evidence who did what from where. */
final class Parties {

    private Parties() {
    }

    /** Returns one party a piece of evidence, in its order, which is causal. */
    static List<Party> of(DetectionFinding alert) {
        return IntStream.range(0, alert.evidences().size()).mapToObj(i -> party(alert, i)).toList();
    }

    private static Party party(DetectionFinding alert, int index) {
        Ocsf.Evidence evidence = alert.evidences().get(index);
        Optional<Ocsf.Actor> actor = Optional.ofNullable(evidence.actor());
        String operation = Optional.ofNullable(evidence.api()).map(Ocsf.Api::operation).orElse(evidence.name());
        return new Party(operation, actor.flatMap(Parties::name).orElse(null),
                Optional.ofNullable(evidence.srcEndpoint()).map(Parties::source).orElse(null),
                Optional.ofNullable(evidence.httpRequest()).map(Ocsf.HttpRequest::userAgent).orElse(null),
                actor.map(Ocsf.Actor::session).map(Ocsf.Session::isMfa).orElse(null),
                time(alert, index, operation), evidence.uid(),
                actor.map(Ocsf.Actor::user).map(Ocsf.User::credentialUid).orElse(null));
    }

    private static Optional<String> name(Ocsf.Actor actor) {
        Optional<Ocsf.User> user = Optional.ofNullable(actor.user());
        return user.map(Ocsf.User::name).or(() -> user.map(Ocsf.User::uid))
                .or(() -> Optional.ofNullable(actor.invokedBy()));
    }

    private static String source(Ocsf.Endpoint endpoint) {
        return endpoint.ip() == null ? endpoint.svcName() : endpoint.ip();
    }

    /** The link of the same place tells the same call, unless the alert was cut; then its record does. */
    private static long time(DetectionFinding alert, int index, String operation) {
        List<Ocsf.RelatedEvent> links = alert.findingInfo().relatedEvents();
        if (index < links.size() && links.get(index).type() != null && links.get(index).type().equals(operation)) {
            return links.get(index).firstSeenTime();
        }
        JsonNode record = alert.evidences().get(index).data();
        return Optional.ofNullable(record).map(it -> it.path("eventTime").asText()).flatMap(EventTime::parse)
                .map(time -> time.toEpochMilli()).orElse(alert.startTime());
    }
}
