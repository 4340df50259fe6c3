package io.iamwatch.detector.state;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.iamwatch.detector.event.Call;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.iam.Fact;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes facts as {@link NodeFormat} has them, component by component: each judgement writes one or more, and a
 * serializer that has to find out what a record consists of takes several times as long. Of variants that judge the
 * same event one writes it, and the others have the same bytes.
 */
final class FactWriter {

    /** In so many bytes most facts fit. */
    private static final int MOST_FACTS = 1024;

    /** A judgement writes the event, the call and what it is of somebody's deeds. */
    private static final int KEPT = 4;

    @SuppressWarnings("ArrayRecordComponent") // Nobody compares these.
    private record Written(Fact fact, byte[] bytes) {
    }

    private final ThreadLocal<Written[]> last = ThreadLocal.withInitial(() -> new Written[KEPT]);
    private final JsonMapper json;
    private final ObjectWriter changes;

    FactWriter(JsonMapper json) {
        this.json = json;
        this.changes = json.writerFor(Change.class).without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);
    }

    /** Returns what must not be changed: others may have the same array. */
    byte[] bytes(Fact fact) {
        Written[] written = last.get();
        for (Written one : written) {
            if (one != null && one.fact().equals(fact)) {
                return one.bytes();
            }
        }
        byte[] bytes = write(fact);
        System.arraycopy(written, 0, written, 1, KEPT - 1);
        written[0] = new Written(fact, bytes);
        return bytes;
    }

    private byte[] write(Fact fact) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(MOST_FACTS);
        try (JsonGenerator out = json.createGenerator(bytes)) {
            out.writeStartArray();
            write(fact.event(), out);
            out.writeBoolean(fact.late());
            out.writeBoolean(fact.future());
            out.writeEndArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException("state of plain values cannot fail to serialise", impossible);
        }
        return bytes.toByteArray();
    }

    private void write(IamEvent event, JsonGenerator out) throws IOException {
        out.writeStartArray();
        write(event.id(), out);
        changes.writeValue(out, event.change());
        write(event.call(), out);
        text(event.sha256(), out);
        write(event.origin(), out);
        out.writeEndArray();
    }

    private static void write(EventId id, JsonGenerator out) throws IOException {
        out.writeStartArray();
        text(id.account(), out);
        text(id.eventId(), out);
        text(id.eventName(), out);
        out.writeNumber(id.second());
        out.writeEndArray();
    }

    private static void write(Call call, JsonGenerator out) throws IOException {
        out.writeStartArray();
        text(call.actorType(), out);
        text(call.actorName(), out);
        text(call.sessionName(), out);
        text(call.actorArn(), out);
        text(call.principalId(), out);
        text(call.accessKeyId(), out);
        text(call.actorAccount(), out);
        text(call.issuerArn(), out);
        out.writeObject(call.mfa());
        text(call.invokedBy(), out);
        text(call.sourceAddress(), out);
        text(call.userAgent(), out);
        text(call.region(), out);
        text(call.eventSource(), out);
        text(call.requestId(), out);
        out.writeEndArray();
    }

    private static void write(Origin origin, JsonGenerator out) throws IOException {
        out.writeStartArray();
        text(origin.topic(), out);
        out.writeNumber(origin.partition());
        out.writeNumber(origin.offset());
        out.writeNumber(origin.arrival());
        text(origin.source(), out);
        out.writeEndArray();
    }

    /** What is empty is absent, as everywhere in the state. */
    private static void text(String text, JsonGenerator out) throws IOException {
        if (text == null || text.isEmpty()) {
            out.writeNull();
        } else {
            out.writeString(text);
        }
    }
}
