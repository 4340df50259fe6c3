package io.iamwatch.deploy.backfill;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/**
 * A file of an archive.
 *
 * @param place where it is, for people
 * @param identity what makes it this file: the name that CloudTrail gave it, unique and the same in S3 and in a
 *     copy, or else its place, size and modification time
 * @param bytes how large it is
 * @param name what its name says, if CloudTrail gave it
 * @param modified when it was last written, by the clock of whoever holds it
 * @param content opens it
 */
record ArchiveFile(String place, String identity, long bytes, Optional<ArchiveName> name, Instant modified,
        Content content) {

    /** Opens a file. */
    interface Content {
        InputStream open() throws IOException;
    }

    static ArchiveFile of(String place, String lastName, long bytes, Instant modified, Content content) {
        Optional<ArchiveName> name = ArchiveName.parse(lastName);
        String identity = name.isPresent() ? lastName : place + "#" + bytes + "#" + modified;
        return new ArchiveFile(place, identity, bytes, name, modified, content);
    }

    /** Returns when its records arrived, as far as anybody knows, but not in the future: brokers refuse that. */
    Instant arrival(Instant now) {
        Instant arrival = name.map(ArchiveName::delivered).orElse(modified);
        return arrival.isAfter(now) ? now : arrival;
    }
}
