package io.iamwatch.deploy.backfill;

/** Where archived files are. */
@FunctionalInterface
public interface Archive {

    /** Takes what is found, in turn; may wait, so that no more is held than is used. */
    interface Sink {

        /** Takes a file. */
        void file(ArchiveFile file) throws InterruptedException;

        /** Takes that something cannot be looked into. */
        void unreadable(String place, String reason) throws InterruptedException;
    }

    /** Hands on all files, without holding their list. */
    void list(Sink sink) throws InterruptedException;
}
