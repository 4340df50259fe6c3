package io.iamwatch.deploy.scan;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Tells how much of a stream was read. */
final class Counted extends FilterInputStream {

    private final LongConsumer read;
    private long bytes;

    Counted(InputStream in, LongConsumer read) {
        super(in);
        this.read = read;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        count(one < 0 ? -1 : 1);
        return one;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        return count(super.read(into, from, length));
    }

    private int count(int length) {
        if (length > 0) {
            bytes += length;
            read.accept(bytes);
        }
        return length;
    }
}
