package io.iamwatch.detector.finding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.contracts.finding.Ocsf;
import io.iamwatch.contracts.finding.Ocsf.Evidence;
import io.iamwatch.detector.event.Call;
import io.iamwatch.detector.event.IamEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Writes an event as OCSF evidence: who called, from where, with MFA or not, and the record itself. */
final class EvidenceBuilder {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** An IPv4 or IPv6 address; CloudTrail also writes names of services and "AWS Internal" into the same field. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]{7,15}|[0-9a-f:.]*:[0-9a-f:.]*");

    private EvidenceBuilder() {
    }

    static Evidence evidence(IamEvent event, byte[] record) {
        Call call = event.call();
        return new Evidence(event.origin().position(), event.id().eventName(), actor(call),
                new Ocsf.Api(event.id().eventName(),
                        call.eventSource() == null ? null : new Ocsf.Service(call.eventSource()),
                        call.requestId() == null ? null : new Ocsf.Request(call.requestId())),
                endpoint(call.sourceAddress()),
                call.userAgent() == null ? null : new Ocsf.HttpRequest(call.userAgent()),
                data(event, record));
    }

    private static Ocsf.Actor actor(Call call) {
        Ocsf.Account account = call.actorAccount() == null ? null : Ocsf.Account.aws(call.actorAccount());
        String name = "IAMUser".equals(call.actorType()) && call.actorName() != null ? call.actorName() : call.actor();
        return new Ocsf.Actor(
                new Ocsf.User(name, call.actorType(), call.actorArn(), call.principalId(), call.accessKeyId(), account),
                new Ocsf.Session(call.issuerArn(), null, call.mfa()), call.invokedBy());
    }

    private static Ocsf.Endpoint endpoint(String source) {
        if (source == null || source.isEmpty()) {
            return null;
        }
        return ADDRESS.matcher(source.toLowerCase(Locale.ROOT)).matches()
                ? new Ocsf.Endpoint(source, null)
                : new Ocsf.Endpoint(null, source);
    }

    private static JsonNode data(IamEvent event, byte[] record) {
        if (record != null) {
            try {
                return JSON.readTree(record);
            } catch (IOException impossible) {
                throw new UncheckedIOException("a record that was read as JSON is JSON", impossible);
            }
        }
        ObjectNode place = JSON.createObjectNode();
        place.put("omitted", true);
        place.put("position", event.origin().position());
        place.put("sha256", event.sha256());
        return place;
    }
}
