package io.iamwatch.deploy.backfill;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which files are wanted, by what their names say. Events come up to a quarter of an hour before their file.
 *
 * @param from delivered then or later
 * @param to delivered before that
 * @param accounts of these; all if empty
 * @param regions from these; all if empty
 */
public record Selection(Optional<Instant> from, Optional<Instant> to, Set<String> accounts, Set<String> regions) {

    /** Everything. */
    public static final Selection ALL = new Selection(Optional.empty(), Optional.empty(), Set.of(), Set.of());

    /** A file whose name says nothing is wanted only where nothing is asked for. */
    boolean wants(ArchiveFile file) {
        return file.name().map(this::wants).orElse(equals(ALL));
    }

    private boolean wants(ArchiveName name) {
        return from.filter(name.delivered()::isBefore).isEmpty()
                && to.filter(end -> !name.delivered().isBefore(end)).isEmpty()
                && (accounts.isEmpty() || accounts.contains(name.account()))
                && (regions.isEmpty() || regions.contains(name.region()));
    }
}
