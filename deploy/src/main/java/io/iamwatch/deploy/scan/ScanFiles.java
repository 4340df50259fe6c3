package io.iamwatch.deploy.scan;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Files in the order in which they are read: as given, those of a folder by their names; but those whose names
 * carry CloudTrail's delivery time take their places in the order of that time, whatever folders they come from.
 *
 * @param files what is to be read
 * @param skipped how many digest and Insights files are left out
 */
record ScanFiles(List<ScanFile> files, int skipped) {

    /** What stands for standard input. */
    static final String STANDARD_INPUT = "-";

    private static final int MAX_DEPTH = 100;

    /** Finds the files; what cannot be looked into is told. */
    static ScanFiles of(List<String> paths, Complaints complaints) {
        Finder finder = new Finder(complaints);
        for (String path : paths) {
            if (path.equals(STANDARD_INPUT)) {
                finder.found.add(ScanFile.STANDARD_INPUT);
            } else {
                finder.find(Path.of(path));
            }
        }
        return new ScanFiles(inOrder(finder.found), finder.skipped);
    }

    /** Files without a delivery time keep their places. */
    private static List<ScanFile> inOrder(List<ScanFile> files) {
        PriorityQueue<Delivered> delivered = new PriorityQueue<>(Delivered.ORDER);
        for (int i = 0; i < files.size(); i++) {
            String time = deliveryTime(files.get(i));
            if (time != null) {
                delivered.add(new Delivered(time, i, files.get(i)));
            }
        }
        List<ScanFile> inOrder = new ArrayList<>(files.size());
        for (ScanFile file : files) {
            inOrder.add(deliveryTime(file) == null ? file : delivered.remove().file());
        }
        return inOrder;
    }

    private static String deliveryTime(ScanFile file) {
        return file.path() == null ? null : FileName.deliveryTime(file.path());
    }

    private record Delivered(String time, int place, ScanFile file) {
        static final Comparator<Delivered> ORDER = Comparator.comparing(Delivered::time)
                .thenComparingInt(Delivered::place);
    }

    private static final class Finder {
        private final Complaints complaints;
        private final List<ScanFile> found = new ArrayList<>();
        private int skipped;

        Finder(Complaints complaints) {
            this.complaints = complaints;
        }

        void find(Path path) {
            if (!Files.isDirectory(path)) {
                add(path, size(path));
                return;
            }
            List<ScanFile> inside = new ArrayList<>();
            try {
                Files.walkFileTree(path, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, collect(inside));
            } catch (IOException failure) {
                complaints.unreadable(path.toString(), failure);
            }
            inside.sort(Comparator.comparing(ScanFile::path));
            inside.forEach(file -> add(file.path(), file.bytes()));
        }

        private static long size(Path path) {
            try {
                return Files.isRegularFile(path) ? Files.size(path) : 0;
            } catch (IOException unknown) {
                return 0;
            }
        }

        private void add(Path path, long bytes) {
            if (FileName.holdsNoRecords(String.valueOf(path.getFileName()))) {
                skipped++;
            } else {
                found.add(new ScanFile(path, bytes));
            }
        }

        private FileVisitor<Path> collect(List<ScanFile> inside) {
            return new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        inside.add(new ScanFile(file, attributes.size()));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    complaints.unreadable(file.toString(), failure);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
                    if (failure != null) {
                        complaints.unreadable(folder.toString(), failure);
                    }
                    return FileVisitResult.CONTINUE;
                }
            };
        }
    }
}
