package io.iamwatch.ingest.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of one JSON object, as far as it is sound, whose names somebody asked for. */
final class JsonFields {

    private final byte[] bytes;
    private final Map<String, Extent> found = new LinkedHashMap<>();
    private String twice;
    private int brokenAt = -1;

    private JsonFields(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Names of fields to look for. A name that is written with escapes is not found. */
    record Names(List<String> texts, List<Slice> utf8) {

        static Names of(String... names) {
            return new Names(List.of(names), Arrays.stream(names).map(name -> Slice.of(name.getBytes(UTF_8))).toList());
        }

        Optional<String> at(byte[] bytes, Extent string) {
            for (int i = 0; i < utf8.size(); i++) {
                byte[] name = utf8.get(i).array();
                if (Arrays.equals(name, 0, name.length, bytes, string.from() + 1, string.to() - 1)) {
                    return Optional.of(texts.get(i));
                }
            }
            return Optional.empty();
        }
    }

    /** Walks the fields of the object at {@code object}. */
    static JsonFields of(byte[] bytes, Extent object, Names names) {
        JsonFields fields = new JsonFields(bytes);
        fields.walk(new JsonScan(bytes, object.to()), object, names);
        return fields;
    }

    private void walk(JsonScan scan, Extent object, Names names) {
        int at = scan.skipBlankAndCommas(object.from() + 1);
        while (at < object.to() && bytes[at] == '"') {
            Extent name = scan.string(at);
            int colon = scan.skipBlank(name.to());
            if (!name.closed() || colon >= object.to() || bytes[colon] != ':') {
                brokenAt = at;
                return;
            }
            Extent value = scan.value(scan.skipBlank(colon + 1));
            names.at(bytes, name).ifPresent(known -> note(known, value));
            if (!value.closed() || value.from() == value.to()) {
                brokenAt = at;
                return;
            }
            at = scan.skipBlankAndCommas(value.to());
        }
        if (at >= object.to() || bytes[at] != '}') {
            brokenAt = at;
        }
    }

    private void note(String name, Extent value) {
        if (found.put(name, value) != null) {
            twice = name;
        }
    }

    /** Returns the value of a field, which may break off. */
    Optional<Extent> get(String name) {
        return Optional.ofNullable(found.get(name));
    }

    /** Returns the value of a field whose value begins with that byte. */
    Optional<Extent> get(String name, char first) {
        return get(name).filter(value -> value.from() < value.to() && bytes[value.from()] == first);
    }

    /** Returns what a field says, if it is a closed string. */
    Optional<Slice> text(String name) {
        return get(name, '"').filter(Extent::closed).flatMap(string -> JsonText.unescape(bytes, string));
    }

    /** Returns a name that stands there more than once. */
    Optional<String> twice() {
        return Optional.ofNullable(twice);
    }

    /** Returns where the first field begins that is malformed or breaks off, or -1 if the object is sound so far. */
    int brokenAt() {
        return brokenAt;
    }
}
