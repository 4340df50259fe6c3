package io.iamwatch.detector.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The search for one resource for which several requests are allowed. It narrows the space by a pattern of each
 * statement that has to let the requests through, takes a text of what is left and asks the policies about that
 * text: an answer is never wrongly yes. Its work is bounded; what it has not found by then counts as not there.
 */
final class Witness {

    private static final int MOST_STEPS = 5_000;
    private static final int MOST_TESTS = 200;
    /** Only so many denies have their exceptions looked into. */
    private static final int MOST_EXCEPTIONS = 6;

    private final Access access;
    private final Predicate<String> admissible;
    private final List<Request> requests;
    private final List<List<Glob>> layers = new ArrayList<>();
    private int steps;
    private int tests;

    Witness(Access access, Predicate<String> admissible, List<Request> requests) {
        this.access = access;
        this.admissible = admissible;
        this.requests = requests;
        for (Request request : requests) {
            layers.add(patterns(access.allows().stream().map(Cause::statement), request));
            access.boundary().ifPresent(boundary -> layers
                    .add(patterns(boundary.statements().stream().filter(Statement::allows), request)));
        }
        access.denies().stream().filter(this::hasExceptions).limit(MOST_EXCEPTIONS)
                .forEach(deny -> layers.add(deny.resources().named(access.subject())));
    }

    /** The widest first, so that many narrow ones cannot use the steps up. */
    private List<Glob> patterns(Stream<Statement> statements, Request request) {
        return statements.filter(statement -> statement.actions().known().contains(request.action())
                && statement.conditionsHold(request, access.subject()).isPossible())
                .flatMap(statement -> statement.resources().globs(access.subject()).stream()).distinct()
                .sorted(Comparator.comparingInt(Glob::shortest)).toList();
    }

    private boolean hasExceptions(Statement deny) {
        return deny.resources().inverted() && requests.stream()
                .anyMatch(request -> deny.actions().known().contains(request.action())
                        && deny.conditionsHold(request, access.subject()) == Certainty.YES);
    }

    Ruling search(Glob space) {
        return search(space, 0);
    }

    private Ruling search(Glob space, int layer) {
        if (layer == layers.size()) {
            return test(space.example());
        }
        Set<Glob> narrowed = new LinkedHashSet<>();
        for (Glob pattern : layers.get(layer)) {
            if (steps++ > MOST_STEPS) {
                break;
            }
            pattern.meet(space).ifPresent(narrowed::add);
        }
        Ruling best = Ruling.NO;
        for (Glob next : narrowed) {
            best = best.or(search(next, layer + 1));
            if (best.isCertain() || tests > MOST_TESTS) {
                break;
            }
        }
        return best;
    }

    private Ruling test(String resource) {
        if (!admissible.test(resource)) {
            return Ruling.NO;
        }
        tests++;
        Ruling all = access.on(requests.get(0), resource);
        for (Request request : requests.subList(1, requests.size())) {
            all = all.and(access.on(request, resource));
        }
        return all;
    }
}
