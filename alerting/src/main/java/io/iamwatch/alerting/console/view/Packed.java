package io.iamwatch.alerting.console.view;

import com.fasterxml.jackson.databind.ObjectReader;
import io.iamwatch.contracts.finding.FindingJson;
import io.iamwatch.contracts.finding.IncidentFinding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** An incident as it stands in its topic, compressed: ten thousand of them are some ten megabytes. */
public final class Packed {

    private static final ObjectReader READER = FindingJson.MAPPER.readerFor(IncidentFinding.class);

    private final byte[] deflated;

    private Packed(byte[] deflated) {
        this.deflated = deflated;
    }

    /** Packs the JSON of an incident. */
    public static Packed of(byte[] json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(out, deflater)) {
            deflating.write(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            deflater.end();
        }
        return new Packed(out.toByteArray());
    }

    /** Returns the JSON, byte for byte. */
    public byte[] json() {
        try (InflaterInputStream inflating = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
            return inflating.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Returns the incident. */
    public IncidentFinding incident() {
        try {
            return READER.readValue(json());
        } catch (IOException impossible) {
            throw new UncheckedIOException("it was read when it was packed", impossible);
        }
    }

    /** Returns how many bytes it takes. */
    public int size() {
        return deflated.length;
    }
}
