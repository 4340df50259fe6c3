package io.iamwatch.deploy.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.detector.policy.AwsManagedPolicies;
import io.iamwatch.detector.rules.Reading;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.rules.RulesReader;
import io.iamwatch.detector.state.StateFormat;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * A {@link Checkpoint} in a file: gzip of a magic word, a header as JSON, and of each course and partition the
 * number of entries and the entries, each a key and a value behind their lengths. The same checkpoint is the same
 * bytes. It quotes records, as the detector's state does: only its owner may read it.
 */
final class CheckpointFile {

    static final int FORMAT = 1;

    private static final String MAGIC = "iamwatch checkpoint";
    private static final int MOST = 1 << 28;
    private static final ObjectMapper JSON = new ObjectMapper();

    private CheckpointFile() {
    }

    /**
     * Writes one; what stood there stays until all is written.
     *
     * @throws ReplayRefusal if the file cannot be written
     */
    static void write(Path file, Checkpoint checkpoint) {
        try {
            WholeFile.writeForOwner(file, part -> writeAll(part, checkpoint));
        } catch (IOException failure) {
            throw new ReplayRefusal("--export-checkpoint " + file + ": cannot be written: " + reason(failure),
                    failure);
        }
    }

    private static void writeAll(Path part, Checkpoint checkpoint) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(
                new GZIPOutputStream(Files.newOutputStream(part))))) {
            bytes(out, MAGIC.getBytes(UTF_8));
            bytes(out, JSON.writeValueAsBytes(header(checkpoint)));
            for (Checkpoint.Course course : checkpoint.courses()) {
                for (SortedMap<String, byte[]> state : course.states()) {
                    write(out, state);
                }
            }
        }
    }

    private static void write(DataOutputStream out, SortedMap<String, byte[]> state) throws IOException {
        out.writeInt(state.size());
        for (Map.Entry<String, byte[]> entry : state.entrySet()) {
            bytes(out, entry.getKey().getBytes(UTF_8));
            bytes(out, entry.getValue());
        }
    }

    private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static ObjectNode header(Checkpoint checkpoint) {
        ObjectNode header = JSON.createObjectNode().put("format", FORMAT).put("engine", Rules.ENGINE)
                .put("policies", AwsManagedPolicies.version()).put("state", StateFormat.VERSION)
                .put("topic", checkpoint.topic()).put("partitions", checkpoint.partitions())
                .put("cut_short", checkpoint.isCutShort());
        ObjectNode ids = header.putObject("topic_ids");
        new TreeMap<>(checkpoint.topicIds()).forEach(ids::put);
        ArrayNode accounts = header.putArray("accounts");
        new TreeSet<>(checkpoint.accounts()).forEach(accounts::add);
        ObjectNode positions = header.putObject("positions");
        new TreeMap<>(checkpoint.positions()).forEach((topic, offsets) -> {
            ArrayNode own = positions.putArray(topic);
            offsets.forEach(own::add);
        });
        ArrayNode courses = header.putArray("courses");
        checkpoint.courses().forEach(course -> {
            ObjectNode own = courses.addObject().put("name", course.name());
            if (!course.isWhatRan()) {
                own.put("rules", course.rules().toYaml());
            }
        });
        return header;
    }

    /**
     * Reads one.
     *
     * @throws ReplayRefusal if it cannot be read, is none, or was written by a version that remembers otherwise
     */
    static Checkpoint read(Path file) {
        try (InputStream raw = Files.newInputStream(file);
                DataInputStream in = new DataInputStream(new BufferedInputStream(new GZIPInputStream(raw)))) {
            if (!MAGIC.equals(new String(bytes(in, MAGIC.length()), UTF_8))) {
                throw noCheckpoint(file, null);
            }
            JsonNode header = JSON.readTree(bytes(in, MOST));
            checkVersions(file, header);
            return checkpoint(file, header, in);
        } catch (ZipException | EOFException damaged) {
            throw noCheckpoint(file, damaged);
        } catch (IOException failure) {
            throw new ReplayRefusal("--checkpoint " + file + ": cannot be read: " + reason(failure), failure);
        }
    }

    private static ReplayRefusal noCheckpoint(Path file, IOException failure) {
        return new ReplayRefusal("--checkpoint " + file + ": is no whole checkpoint; --export-checkpoint writes one",
                failure);
    }

    private static void checkVersions(Path file, JsonNode header) {
        if (header.path("format").asInt() != FORMAT) {
            throw new ReplayRefusal("--checkpoint " + file + ": has format " + header.path("format").asText()
                    + ", this version of iamwatch reads format " + FORMAT + ": export it anew");
        }
        check(file, "engine", header, Rules.ENGINE);
        check(file, "policies", header, AwsManagedPolicies.version());
        check(file, "state", header, Integer.toString(StateFormat.VERSION));
    }

    private static void check(Path file, String what, JsonNode header, String own) {
        String told = header.path(what).asText();
        if (!told.equals(own)) {
            throw new ReplayRefusal("--checkpoint " + file + ": was exported by another version of iamwatch, which "
                    + "remembers otherwise: " + what + " " + told + ", here " + own + "; export it anew");
        }
    }

    private static Checkpoint checkpoint(Path file, JsonNode header, DataInputStream in) throws IOException {
        int partitions = header.path("partitions").asInt();
        Map<String, String> ids = new TreeMap<>();
        header.path("topic_ids").properties().forEach(id -> ids.put(id.getKey(), id.getValue().asText()));
        TreeSet<String> accounts = new TreeSet<>();
        header.path("accounts").forEach(account -> accounts.add(account.asText()));
        Map<String, List<Long>> positions = new TreeMap<>();
        header.path("positions").properties().forEach(topic -> {
            List<Long> offsets = new ArrayList<>();
            topic.getValue().forEach(offset -> offsets.add(offset.asLong()));
            positions.put(topic.getKey(), offsets);
        });
        List<Checkpoint.Course> courses = new ArrayList<>();
        for (JsonNode course : header.path("courses")) {
            Rules rules = course.has("rules") ? rules(file, course.path("rules").asText()) : null;
            List<SortedMap<String, byte[]>> states = new ArrayList<>();
            for (int i = 0; i < partitions; i++) {
                states.add(state(in));
            }
            courses.add(new Checkpoint.Course(course.path("name").asText(), rules, states));
        }
        if (in.read() >= 0) {
            throw new ZipException("more than the checkpoint");
        }
        return new Checkpoint(header.path("topic").asText(), ids, partitions, accounts, positions,
                header.path("cut_short").asBoolean(), courses);
    }

    private static Rules rules(Path file, String yaml) {
        if (RulesReader.read(yaml) instanceof Reading.Valid(Rules rules)) {
            return rules;
        }
        throw new ReplayRefusal("--checkpoint " + file + ": holds rules that this version of iamwatch cannot read: "
                + "export it anew");
    }

    private static SortedMap<String, byte[]> state(DataInputStream in) throws IOException {
        SortedMap<String, byte[]> state = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            state.put(new String(bytes(in, MOST), UTF_8), bytes(in, MOST));
        }
        return state;
    }

    private static byte[] bytes(DataInputStream in, int most) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > most) {
            throw new ZipException("no length of a checkpoint: " + length);
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("it breaks off");
        }
        return bytes;
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "there is no such file or folder";
            case AccessDeniedException denied -> "permission denied";
            default -> failure.getClass().getSimpleName();
        };
    }
}
