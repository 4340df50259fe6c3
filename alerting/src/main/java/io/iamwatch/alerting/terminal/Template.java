package io.iamwatch.alerting.terminal;

import static java.util.stream.Collectors.joining;

import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.Ocsf;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A line about an alert or an incident as somebody wants it: text with fields, as {@code {severity} {account}
 * {principal}}. {@code {{}} and {@code }}} stand for braces, {@code \t} and {@code \n} for a tab and a line's end.
 * What a field holds is made safe for a terminal; the rest is as it was given.
 */
public final class Template {

    private static final Pattern PART = Pattern.compile("\\{\\{|}}|\\{([^{}]*)}|[{}]|\\\\[tn]");

    private static final Map<String, Field> FIELDS = fields();

    /** What a field shows of an alert and of an incident. */
    private record Field(Function<DetectionFinding, String> ofAlert,
            Function<IncidentFinding, String> ofIncident) {
    }

    /** Text as it stands, or a field. */
    private record Part(String text, Field field) {
    }

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = parts;
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it names a field that there is none of, or holds a single brace; the message
     *     says which, and what there is
     */
    public static Template parse(String template) {
        List<Part> parts = new ArrayList<>();
        Matcher found = PART.matcher(template);
        int at = 0;
        while (found.find()) {
            parts.add(new Part(template.substring(at, found.start()), null));
            parts.add(part(found));
            at = found.end();
        }
        parts.add(new Part(template.substring(at), null));
        return new Template(List.copyOf(parts));
    }

    private static Part part(Matcher found) {
        return switch (found.group()) {
            case "{{" -> new Part("{", null);
            case "}}" -> new Part("}", null);
            case "\\t" -> new Part("\t", null);
            case "\\n" -> new Part("\n", null);
            case "{", "}" -> throw new IllegalArgumentException("a single " + found.group()
                    + ": write it twice, or a field between { and }: " + String.join(", ", names()));
            default -> new Part(null, Optional.ofNullable(FIELDS.get(found.group(1)))
                    .orElseThrow(() -> new IllegalArgumentException("no field "
                            + TerminalText.quoted(found.group(1)) + "; there is " + String.join(", ", names()))));
        };
    }

    /** Returns the names of all fields. */
    public static List<String> names() {
        return List.copyOf(FIELDS.keySet());
    }

    /** Returns the line for an alert. */
    public String of(DetectionFinding alert) {
        return text(field -> field.ofAlert.apply(alert));
    }

    /** Returns the line for an incident. */
    public String of(IncidentFinding incident) {
        return text(field -> field.ofIncident.apply(incident));
    }

    private String text(Function<Field, String> value) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(part.field == null
                    ? part.text
                    : TerminalText.neutralise(Objects.requireNonNullElse(value.apply(part.field), "-"),
                            TerminalText.MAX_SENTENCE));
        }
        return text.toString();
    }

    private static Map<String, Field> fields() {
        Map<String, Field> fields = new TreeMap<>();
        fields.put("uid", new Field(alert -> alert.findingInfo().uid(),
                incident -> incident.unmapped().iamwatch().uid()));
        fields.put("time", new Field(alert -> Instant.ofEpochMilli(alert.time()).toString(),
                incident -> Instant.ofEpochMilli(incident.time()).toString()));
        fields.put("severity", new Field(alert -> word(alert.severityId()),
                incident -> word(incident.severityId())));
        fields.put("status", new Field(alert -> word(alert.activityId()), incident -> incident.statusId().caption()));
        fields.put("account", new Field(alert -> account(alert.cloud()),
                incident -> account(incident.cloud())));
        fields.put("principal", new Field(alert -> principal(alert).map(Ocsf.Resource::name).orElse(null),
                incident -> incident.unmapped().iamwatch().principal().name()));
        fields.put("arn", new Field(alert -> principal(alert).map(Ocsf.Resource::uid).orElse(null),
                incident -> incident.unmapped().iamwatch().principal().uid()));
        fields.put("rule", new Field(alert -> alert.findingInfo().analytic().uid(),
                incident -> incident.unmapped().iamwatch().alerts().stream().map(alert -> alert.ruleId()).distinct()
                        .collect(joining(","))));
        fields.put("path", new Field(alert -> String.join(", then ", alert.details().path()), Template::path));
        fields.put("message", new Field(DetectionFinding::message,
                IncidentFinding::message));
        fields.put("assignee", new Field(alert -> null,
                incident -> Stream.of(incident.unmapped().iamwatch().workflow().assignee(),
                        incident.assigneeGroup() == null ? null : incident.assigneeGroup().name())
                        .filter(Objects::nonNull).findFirst().orElse(null)));
        fields.put("contained", new Field(alert -> null,
                incident -> Optional.ofNullable(incident.unmapped().iamwatch().investigation().contained())
                        .map(contained -> contained.extent().words()).orElse(null)));
        return fields;
    }

    private static String path(IncidentFinding incident) {
        return incident.unmapped().iamwatch().alerts().stream().filter(alert -> alert.stands() && alert.ta() != null)
                .findFirst().map(alert -> String.join(", then ", alert.path())).orElse(null);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String account(Ocsf.Cloud cloud) {
        return cloud == null || cloud.account() == null ? null : cloud.account().uid();
    }

    private static Optional<Ocsf.Resource> principal(DetectionFinding alert) {
        return alert.resources().stream().findFirst();
    }
}
