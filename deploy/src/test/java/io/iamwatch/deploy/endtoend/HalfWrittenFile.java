package io.iamwatch.deploy.endtoend;

import io.iamwatch.deploy.replay.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that never comes to the end of a file. */
final class HalfWrittenFile {

    private HalfWrittenFile() {
    }

    /** Writes into the file of that name until it is told to stop. */
    public static void main(String[] arguments) throws IOException {
        WholeFile.write(Path.of(arguments[0]), part -> {
            Files.writeString(part, "half");
            System.out.println("half");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
