package io.iamwatch.detector.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.detector.rules.Reading.Problem;
import io.iamwatch.detector.rules.YamlNode.Place;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code rules.yaml}. Finds as many problems in one reading as it can, each with its place; any bytes
 * whatever come to a result within bounded time and memory.
 */
public final class RulesReader {

    /** The largest file that is read. */
    public static final int MAX_BYTES = 1024 * 1024;

    /** What is in force is written to a topic, whose records are smaller than 1 MiB by default. */
    static final int MAX_CANONICAL_BYTES = 768 * 1024;

    private static final Set<String> KEYS = keys("latenessHorizon", "automation", "rules", "allow");
    private static final Set<String> RULE_KEYS = keys("enabled", "severity", "window", "threshold");
    private static final RuleId AUTOMATED = RuleId.USER_CREATED_OUTSIDE_AUTOMATION;

    private final Problems problems = new Problems();

    private RulesReader() {
    }

    /** Reads a file's bytes, which must be UTF-8. */
    public static Reading read(byte[] utf8) {
        if (utf8.length > MAX_BYTES) {
            return tooLarge();
        }
        CharBuffer text = CharBuffer.allocate(utf8.length);
        CharsetDecoder decoder = UTF_8.newDecoder();
        CoderResult result = decoder.decode(ByteBuffer.wrap(utf8), text, true);
        String decoded = text.flip().toString();
        return result.isError()
                ? invalid(PlainText.placeAfter(decoded), "is not UTF-8 here; is this a rules file?")
                : read(decoded);
    }

    /** Reads a text. */
    public static Reading read(String yaml) {
        if (yaml.length() > MAX_BYTES) {
            return tooLarge();
        }
        Optional<Problem> binary = PlainText.problem(yaml);
        if (binary.isPresent()) {
            return new Reading.Invalid(List.of(binary.get()));
        }
        try {
            Optional<YamlNode> root = YamlComposer.compose(yaml);
            return root.isPresent()
                    ? new RulesReader().root(root.get())
                    : invalid(Place.START, "the file says nothing; {} would mean that all is as by default");
        } catch (YamlComposer.NotYamlException failure) {
            return invalid(failure.place(), failure.getMessage());
        }
    }

    private static Reading tooLarge() {
        return invalid(Place.START, "the file is larger than " + MAX_BYTES + " bytes");
    }

    private static Reading invalid(Place place, String message) {
        return new Reading.Invalid(List.of(new Problem(place.line(), place.column(), message)));
    }

    private Reading root(YamlNode node) {
        Optional<Section> opened = Section.open(node, "the file", KEYS, key -> Words.RULES.containsKey(key)
                ? Optional.of("rule " + key + " belongs under rules:")
                : Optional.empty(), problems);
        if (opened.isEmpty()) {
            return new Reading.Invalid(problems.inOrder());
        }
        Section file = opened.get();
        Duration horizon = file.duration("latenessHorizon", DurationBounds.HORIZON)
                .orElse(Rules.DEFAULT.latenessHorizon());
        Automation automation = automation(file);
        Map<RuleId, Rule> rules = rules(file, file.has("automation"));
        List<AllowEntry> allow = allow(file);
        if (!problems.isEmpty()) {
            return new Reading.Invalid(problems.inOrder());
        }
        Rules read = new Rules(horizon, rules, automation, allow);
        int length = read.toYaml().getBytes(UTF_8).length;
        return length <= MAX_CANONICAL_BYTES
                ? new Reading.Valid(read)
                : invalid(Place.START, "with every default written out the rules come to " + length
                        + " bytes; a topic's record takes " + MAX_CANONICAL_BYTES);
    }

    private Automation automation(Section file) {
        List<Principal> principals = new ArrayList<>();
        file.value("automation").flatMap(node -> Section.open(node, "automation", keys("principals"),
                key -> Optional.empty(), problems)).ifPresent(section -> {
                    section.requireKey("principals", "say who the automation is");
                    int number = 0;
                    for (YamlNode item : section.items("principals", "a list of principals")) {
                        PrincipalReader.read(item, "principal " + ++number + " of automation", problems)
                                .ifPresent(principals::add);
                    }
                });
        return new Automation(principals);
    }

    private Map<RuleId, Rule> rules(Section file, boolean automated) {
        Map<RuleId, Rule> rules = new EnumMap<>(Rules.DEFAULT.rules());
        if (automated) {
            rules.computeIfPresent(AUTOMATED, (id, rule) -> new Rule(true, rule.severity(), null, null));
        }
        file.value("rules").flatMap(node -> Section.open(node, "rules", Words.RULES.keySet(),
                key -> Optional.empty(), problems)).ifPresent(section -> {
                    for (String key : section.keys()) {
                        RuleId id = Words.RULES.get(key);
                        section.value(key).flatMap(node -> rule(id, node, rules.get(id), automated))
                                .ifPresent(rule -> rules.put(id, rule));
                    }
                });
        return rules;
    }

    private Optional<Rule> rule(RuleId id, YamlNode node, Rule otherwise, boolean automated) {
        RuleProfile profile = RuleProfile.of(id);
        Set<String> known = keys("enabled", "severity");
        if (profile.hasWindow()) {
            known.add("window");
        }
        if (profile.hasThreshold()) {
            known.add("threshold");
        }
        return Section.open(node, id.id(), known, key -> RULE_KEYS.contains(key)
                ? Optional.of(id.id() + " has no " + key + "; it has " + String.join(", ", known))
                : Optional.empty(), problems).map(section -> {
                    boolean enabled = section.bool("enabled").orElse(otherwise.enabled());
                    if (enabled && id == AUTOMATED && !automated) {
                        problems.add(section.keyAt("enabled"), id.id() + " cannot be on before automation.principals "
                                + "says who the automation is");
                    }
                    return new Rule(enabled, section.choice("severity", Words.SEVERITIES)
                            .orElse(otherwise.severity()),
                            section.duration("window", DurationBounds.WINDOW).orElse(otherwise.window()),
                            section.integer("threshold", 1, Rule.MAX_THRESHOLD).orElse(otherwise.threshold()));
                });
    }

    private List<AllowEntry> allow(Section file) {
        List<AllowEntry> allow = new ArrayList<>();
        int number = 0;
        for (YamlNode item : file.items("allow", "a list of entries")) {
            if (++number > Rules.MAX_ALLOW) {
                problems.add(item.at(), "allow: more than " + Rules.MAX_ALLOW + " entries");
                break;
            }
            AllowReader.read(item, "allow entry " + number, problems).ifPresent(allow::add);
        }
        return allow;
    }

    static Set<String> keys(String... keys) {
        return new LinkedHashSet<>(List.of(keys));
    }
}
