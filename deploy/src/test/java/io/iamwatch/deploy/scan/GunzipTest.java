package io.iamwatch.deploy.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class GunzipTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void whatIsNoGzipStaysAsItIs() throws IOException {
        assertThat(inflated(bytes("{}"))).isEqualTo(bytes("{}"));
        assertThat(inflated(bytes(""))).isEmpty();
        assertThat(inflated(new byte[]{0x1f})).hasSize(1);
    }

    @Test
    void membersFollowEachOtherWithPaddingInBetween() throws IOException {
        byte[] large = new byte[500_000];
        new Random(7).nextBytes(large);
        assertThat(inflated(join(gzip(bytes("a")), gzip(new byte[0]), new byte[700], gzip(large), gzip(bytes("b")),
                new byte[9]))).isEqualTo(join(bytes("a"), large, bytes("b")));
    }

    @Test
    void aHeaderMayHaveAllItsParts() throws IOException {
        byte[] plain = gzip(bytes("content"));
        byte[] header = {0x1f, (byte) 0x8b, 8, 2 + 4 + 8 + 16, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9, 'n', 0, 'c', 0, 1, 2};
        assertThat(inflated(join(header, Arrays.copyOfRange(plain, 10, plain.length)))).isEqualTo(bytes("content"));
    }

    @Test
    void whatIsIntactIsHandedOnBeforeTheRestIsRefused() {
        byte[] whole = gzip(bytes("whole"));
        byte[] noise = new byte[300_000];
        new Random(7).nextBytes(noise);
        byte[] large = gzip(noise);
        refuse(join(whole, Arrays.copyOf(large, 200_000)), "gzip breaks off");
        assertThat(out.toByteArray()).startsWith(bytes("whole")).hasSizeGreaterThan(100_000);
        refuse(join(whole, bytes("junk")), "bytes after a gzip that are none");
        assertThat(out.toByteArray()).isEqualTo(bytes("whole"));
        byte[] damaged = gzip(bytes("damaged"));
        damaged[damaged.length - 6] ^= 1;
        refuse(join(whole, damaged), "corrupt gzip: its checksum differs");
        byte[] method = whole.clone();
        method[2] = 7;
        refuse(method, "corrupt gzip");
        refuse(Arrays.copyOf(whole, 5), "gzip breaks off");
        refuse(Arrays.copyOf(whole, whole.length - 1), "gzip breaks off");
    }

    @Test
    void noDamageThrowsAnythingElse() {
        byte[] gzip = join(gzip(bytes("some content that repeats, some content that repeats")), gzip(bytes("b")));
        for (int at = 0; at < gzip.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = gzip.clone();
                damaged[at] ^= (byte) (1 << bit);
                try {
                    inflated(damaged);
                } catch (IOException refused) {
                    assertThat(refused.getMessage()).contains("gzip");
                }
            }
        }
    }

    private void refuse(byte[] damaged, String reason) {
        assertThatThrownBy(() -> inflated(damaged)).isInstanceOf(IOException.class).hasMessage(reason);
    }

    private byte[] inflated(byte[] bytes) throws IOException {
        out.reset();
        try (InputStream in = Gunzip.ifGzip(new ByteArrayInputStream(bytes))) {
            in.transferTo(out);
        }
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return out.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
