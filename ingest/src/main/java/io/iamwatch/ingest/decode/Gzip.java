package io.iamwatch.ingest.decode;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Inflates gzip, several members in a row included, up to a bound. */
final class Gzip {

    private Gzip() {
    }

    sealed interface Outcome {

        /** All of it, with checksums that agree. */
        record Inflated(Slice bytes) implements Outcome {
        }

        /** Not usable as a whole; the reason is for people. */
        record Broken(String reason) implements Outcome {
        }
    }

    static boolean isGzip(byte[] bytes) {
        return bytes.length >= 2 && bytes[0] == (byte) 0x1f && bytes[1] == (byte) 0x8b;
    }

    static Outcome inflate(byte[] bytes, int maxBytes) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes), 8192)) {
            byte[] inflated = in.readNBytes(maxBytes);
            if (inflated.length == maxBytes && in.read() >= 0) {
                return new Outcome.Broken("gzip inflates to more than " + maxBytes + " bytes");
            }
            return inflated.length == 0
                    ? new Outcome.Broken("gzip of nothing")
                    : new Outcome.Inflated(Slice.of(inflated));
        } catch (EOFException truncated) {
            return new Outcome.Broken("gzip breaks off");
        } catch (IOException corrupt) {
            return new Outcome.Broken("corrupt gzip");
        }
    }
}
