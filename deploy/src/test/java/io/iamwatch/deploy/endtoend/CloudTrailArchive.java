package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** A folder of files as CloudTrail writes them to S3, with records of a real one's size whose ids are numbers. */
final class CloudTrailArchive {

    private static final String PADDING = "x".repeat(1500);

    private final Path folder;
    private final int recordsOfEach;
    private int files;

    CloudTrailArchive(Path folder, int recordsOfEach) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.recordsOfEach = recordsOfEach;
    }

    Path folder() {
        return folder;
    }

    /** Writes a file with the next numbers, and returns how many bytes of JSON are in it. */
    long write() throws IOException {
        int first = files * recordsOfEach;
        long length = 0;
        try (OutputStream out = new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(next())))) {
            for (int number = first; number < first + recordsOfEach; number++) {
                byte[] record = ((number == first ? "{\"Records\":[" : ",") + record(number)).getBytes(UTF_8);
                out.write(record);
                length += record.length;
            }
            out.write("]}".getBytes(UTF_8));
        }
        return length + 2;
    }

    /** Adds one more name for the first file's content: another file to CloudTrail, and no bytes on the disk. */
    void repeatFirst() throws IOException {
        Files.createLink(next(), name(0));
    }

    private Path next() {
        return name(files++);
    }

    private Path name(int number) {
        return folder.resolve("111122223333_CloudTrail_us-east-1_20260501T1205Z_%016d.json.gz".formatted(number));
    }

    private static String record(int number) {
        return """
                {"eventVersion":"1.11","userIdentity":{"type":"IAMUser","accountId":"11112222333%d"},\
                "eventTime":"2026-05-01T12:00:00Z","eventSource":"iam.amazonaws.com","eventName":"TagUser",\
                "requestParameters":{"padding":"%s"},"eventID":"number-%d"}""".formatted(number % 8, PADDING, number);
    }
}
