package io.iamwatch.detector.rules;

import io.iamwatch.detector.rules.YamlNode.Mapping;
import io.iamwatch.detector.rules.YamlNode.Pair;
import io.iamwatch.detector.rules.YamlNode.Place;
import io.iamwatch.detector.rules.YamlNode.Scalar;
import io.iamwatch.detector.rules.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Builds nodes out of the parser's events. The parser's own composer recurses as deep as the file says and tells no
 * place for some of its errors; here depth and aliases are bounded and every error has its place.
 */
final class YamlComposer {

    static final int MAX_DEPTH = 20;
    static final int MAX_ALIASES = 100;

    private static final LoadSettings SETTINGS = LoadSettings.builder().setLabel("rules")
            .setCodePointLimit(RulesReader.MAX_BYTES + 1).build();

    private final Map<String, YamlNode> anchored = new HashMap<>();
    private final Iterator<Event> events;
    private Place last = Place.START;
    private int aliases;

    /** What makes the rest of the file unreadable. */
    static final class NotYamlException extends Exception {

        private final transient Place place;

        NotYamlException(Place place, String message) {
            super(message);
            this.place = place;
        }

        Place place() {
            return place;
        }
    }

    private YamlComposer(Iterator<Event> events) {
        this.events = events;
    }

    /** Returns the document's root; nothing for a file without any value. */
    static Optional<YamlNode> compose(String text) throws NotYamlException {
        YamlComposer composer = null;
        try {
            composer = new YamlComposer(new Parse(SETTINGS).parseString(text).iterator());
            return composer.document();
        } catch (MarkedYamlEngineException failure) {
            Place place = failure.getProblemMark().or(failure::getContextMark)
                    .map(mark -> new Place(mark.getLine() + 1, mark.getColumn() + 1)).orElse(Place.START);
            throw new NotYamlException(place, "is not YAML: " + inWords(failure));
        } catch (YamlEngineException failure) {
            throw new NotYamlException(composer == null ? Place.START : composer.last,
                    "is not YAML that can be read here: " + firstLine(failure.getMessage()));
        }
    }

    private Optional<YamlNode> document() throws NotYamlException {
        next();
        if (next().getEventId() == Event.ID.StreamEnd) {
            return Optional.empty();
        }
        YamlNode root = node(next(), 1);
        next();
        Event end = next();
        if (end.getEventId() != Event.ID.StreamEnd) {
            throw new NotYamlException(last, "a second document begins here; a rules file is one document");
        }
        return Optional.of(root);
    }

    private YamlNode node(Event event, int depth) throws NotYamlException {
        Place at = last;
        if (depth > MAX_DEPTH) {
            throw new NotYamlException(at, "nested deeper than " + MAX_DEPTH + " levels; no rule needs that");
        }
        YamlNode node = switch (event.getEventId()) {
            case Alias -> alias(((AliasEvent) event).getAlias(), at);
            case Scalar -> scalar((ScalarEvent) event, at);
            case SequenceStart -> sequence(at, depth);
            case MappingStart -> mapping(at, depth);
            default -> throw new NotYamlException(at, "is not YAML: a value is missing");
        };
        // Only what is complete can be meant by an alias: nothing contains itself.
        if (event instanceof NodeEvent named && !(event instanceof AliasEvent)) {
            named.getAnchor().ifPresent(anchor -> anchored.put(anchor.getValue(), node));
        }
        return node;
    }

    private YamlNode alias(Anchor anchor, Place at) throws NotYamlException {
        if (++aliases > MAX_ALIASES) {
            throw new NotYamlException(at, "more than " + MAX_ALIASES + " aliases");
        }
        YamlNode meant = anchored.get(anchor.getValue());
        if (meant == null) {
            throw new NotYamlException(at, "alias *" + anchor.getValue() + " stands for nothing above it");
        }
        return meant;
    }

    private static Scalar scalar(ScalarEvent event, Place at) throws NotYamlException {
        if (event.getTag().isPresent()) {
            throw new NotYamlException(at, "tag " + Problems.quoted(event.getTag().get()) + " is not read here");
        }
        return new Scalar(at, event.getValue(), event.isPlain());
    }

    private Sequence sequence(Place at, int depth) throws NotYamlException {
        List<YamlNode> items = new ArrayList<>();
        for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
            items.add(node(event, depth + 1));
        }
        return new Sequence(at, items);
    }

    private Mapping mapping(Place at, int depth) throws NotYamlException {
        List<Pair> pairs = new ArrayList<>();
        for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
            YamlNode key = node(event, depth + 1);
            pairs.add(new Pair(key, node(next(), depth + 1)));
        }
        return new Mapping(at, pairs);
    }

    private Event next() {
        Event event = events.next();
        event.getStartMark().ifPresent(mark -> last = new Place(mark.getLine() + 1, mark.getColumn() + 1));
        return event;
    }

    private static String inWords(MarkedYamlEngineException failure) {
        String context = failure.getContext() == null ? "" : failure.getContext().strip();
        String where = context.isEmpty()
                ? ""
                : context + failure.getContextMark().map(mark -> " that begins in line " + (mark.getLine() + 1))
                        .orElse("") + ": ";
        return where + firstLine(failure.getProblem());
    }

    private static String firstLine(String message) {
        return message == null ? "no reason given" : message.lines().findFirst().orElse("").strip();
    }
}
