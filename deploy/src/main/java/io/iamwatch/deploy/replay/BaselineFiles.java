package io.iamwatch.deploy.replay;

import io.iamwatch.detector.baseline.AuthorizationDetails;
import io.iamwatch.detector.baseline.DetailsWriter;
import io.iamwatch.detector.baseline.UnusableDetailsException;
import io.iamwatch.detector.detection.Detection;
import io.iamwatch.detector.detection.Portrait;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.state.GraphCache;
import io.iamwatch.detector.state.KeyValues;
import io.iamwatch.detector.state.StoredGraph;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What history taught, as baselines: of each account a file that {@code ./iamwatch baseline} reads, dated with the
 * second in which the account looked so.
 */
final class BaselineFiles {

    private static final long CACHED_BYTES = 8 * 1024 * 1024;
    private static final String CLOCK = "|clock|";

    private final Path place;
    private final Rules rules;
    private final Set<String> accounts;
    private final Consumer<String> notes;

    /**
     * Prepares them.
     *
     * @param order names a folder that is there, for a file of each account; or the one file of the one account
     * @param rules by which it was judged
     */
    BaselineFiles(ReplayOrder order, Rules rules) {
        this.place = order.keep().baseline();
        this.rules = rules;
        this.accounts = order.accounts();
        this.notes = order.keep().notes();
    }

    /**
     * Writes them.
     *
     * @param remembered what is known in the end, partition by partition
     * @throws ReplayRefusal if nothing is known in full, one file is named for several accounts, or it cannot be
     *     written
     */
    void write(Collection<KeyValues.InMemory> remembered) {
        Map<String, Portrait> portraits = new TreeMap<>();
        remembered.forEach(store -> store.entries().keySet().stream().filter(key -> key.endsWith(CLOCK))
                .map(key -> key.substring(0, key.length() - CLOCK.length()))
                .filter(account -> accounts.isEmpty() || accounts.contains(account)).toList()
                .forEach(account -> portraits.put(account, portrait(store, account))));
        List<Portrait> known = new ArrayList<>();
        portraits.values().forEach(portrait -> {
            if (isBaseline(portrait)) {
                known.add(portrait);
            } else {
                notes.accept("no baseline of account " + portrait.account() + ": nothing is known of it in full");
            }
        });
        if (known.isEmpty()) {
            throw refusal("nothing is known in full of any account, so there is no baseline; history has to begin "
                    + "where names were created, or with a snapshot");
        }
        boolean isFolder = Files.isDirectory(place);
        if (!isFolder && known.size() > 1) {
            throw refusal("history tells of " + known.size() + " accounts, and a baseline is of one: a folder that is "
                    + "there is needed, or one of them with --accounts");
        }
        known.forEach(portrait -> write(portrait, isFolder ? place.resolve(portrait.account() + ".json") : place));
    }

    private Portrait portrait(KeyValues.InMemory store, String account) {
        StoredGraph graph = new StoredGraph(store, new GraphCache(CACHED_BYTES), account);
        return Portrait.of(graph, new Detection(rules).horizon(), graph.clock());
    }

    /** Nothing but AWS's own policies names no account. */
    private static boolean isBaseline(Portrait portrait) {
        try {
            return AuthorizationDetails.read(new ByteArrayInputStream(DetailsWriter.write(portrait.things())))
                    .account().equals(portrait.account());
        } catch (UnusableDetailsException none) {
            return false;
        } catch (IOException impossible) {
            throw new IllegalStateException("bytes in memory can be read", impossible);
        }
    }

    private void write(Portrait portrait, Path file) {
        Instant start = Instant.ofEpochSecond(portrait.second());
        try {
            WholeFile.writeForOwner(file, part -> {
                Files.write(part, DetailsWriter.write(portrait.things()));
                Files.setLastModifiedTime(part, FileTime.from(start));
            });
        } catch (IOException failure) {
            throw new ReplayRefusal("--emit-baseline " + file + ": cannot be written: "
                    + failure.getClass().getSimpleName(), failure);
        }
        notes.accept("baseline of account " + portrait.account() + ": users " + portrait.count(EntityKind.USER)
                + ", groups " + portrait.count(EntityKind.GROUP) + ", roles " + portrait.count(EntityKind.ROLE)
                + ", policies " + portrait.count(EntityKind.POLICY) + "; known in part, and left out: "
                + portrait.leftOut() + "; ./iamwatch baseline " + file + " --start " + start);
    }

    private ReplayRefusal refusal(String why) {
        return new ReplayRefusal("--emit-baseline " + place + ": " + why);
    }
}
