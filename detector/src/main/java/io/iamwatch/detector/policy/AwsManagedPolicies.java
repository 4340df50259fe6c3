package io.iamwatch.detector.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.detector.event.Sha256;
import io.iamwatch.detector.iam.Grade;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * AWS's own policies. Only those of account {@code aws} count: an account may call a policy of its own
 * AdministratorAccess, and what that one says has to be read. AWS changes its policies without an event, so that a
 * document that a baseline brings is better than the one here.
 */
public final class AwsManagedPolicies {

    /**
     * One of AWS's policies.
     *
     * @param grade of a principal that has it alone
     * @param document what of it can bear on a grade, alone or with other policies or as a boundary
     */
    public record Entry(String name, Grade grade, boolean conditional, PolicyDocument document) {
    }

    /** Any partition begins so: {@code aws}, {@code aws-cn}, {@code aws-us-gov}, the isolated ones, those to come. */
    private static final String PARTITION = "arn:aws";
    private static final String OWNER = ":iam::aws:policy/";
    /** What only service-linked roles can have. */
    private static final String OF_SERVICES = "aws-service-role/";
    private static final String RESOURCE = "aws-managed-policies.tsv";

    private AwsManagedPolicies() {
    }

    /** Returns what an AWS policy is; empty for other policies and for one that the table does not have. */
    public static Optional<Entry> byArn(String arn) {
        return isAws(arn)
                ? Optional.ofNullable(Table.SHIPPED.entries.get(arn.substring(arn.lastIndexOf('/') + 1)))
                : Optional.empty();
    }

    /** Returns whether a policy is AWS's own, known here or not. */
    public static boolean isAws(String arn) {
        int owner = arn.indexOf(':', PARTITION.length());
        int path = owner + OWNER.length();
        int name = arn.lastIndexOf('/') + 1;
        return arn.startsWith(PARTITION) && arn.startsWith(OWNER, owner) && name >= path && name < arn.length()
                && isPartition(arn, owner) && isPath(arn, path, name);
    }

    private static boolean isPartition(String arn, int end) {
        for (int i = PARTITION.length(); i < end; i++) {
            char letter = arn.charAt(i);
            if (!(letter >= 'a' && letter <= 'z') && !(letter >= '0' && letter <= '9') && letter != '-') {
                return false;
            }
        }
        return true;
    }

    /** A path has what is printable in ASCII, space not among it. */
    private static boolean isPath(String arn, int begin, int end) {
        for (int i = begin; i < end; i++) {
            if (arn.charAt(i) < '!' || arn.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** Returns date, size and fingerprint of the table, for those who read an alert later. */
    public static String version() {
        return Table.SHIPPED.version;
    }

    /**
     * Returns the two that everybody thinks of: who keeps these from being attached means to keep administrators out.
     */
    static List<String> wellKnownAdministrators(String partition) {
        return List.of("arn:" + partition + OWNER + "AdministratorAccess",
                "arn:" + partition + OWNER + "IAMFullAccess");
    }

    /** Returns whether an ARN is that of a policy that makes an administrator and can be attached. */
    static boolean isAdministrators(String arn) {
        return byArn(arn).filter(entry -> entry.grade().isAdmin()).isPresent() && !arn.contains('/' + OF_SERVICES);
    }

    /**
     * Returns those that make an administrator, among them none for services: who lets all of those be attached means
     * no administrator.
     */
    static List<String> administrators(String partition) {
        return Table.SHIPPED.administrators.stream().map(path -> "arn:" + partition + OWNER + path).toList();
    }

    /** The table, read once. */
    private static final class Table {

        static final Table SHIPPED = read();

        private final Map<String, Entry> entries = new HashMap<>();
        private final List<String> administrators = new ArrayList<>();
        private final String version;

        private Table(String text) {
            String date = "";
            for (String line : text.lines().toList()) {
                if (line.startsWith("# date: ")) {
                    date = line.substring("# date: ".length());
                } else if (!line.startsWith("#") && !line.isEmpty()) {
                    String[] columns = line.split("\t", -1);
                    Entry entry = entry(columns);
                    entries.put(entry.name(), entry);
                    if (entry.grade().isAdmin() && columns[0].indexOf('/') < 0) {
                        administrators.add(columns[0]);
                    }
                }
            }
            version = date + " " + entries.size() + " " + Sha256.hex(text.getBytes(UTF_8)).substring(0, 12);
        }

        /** Columns: path and name, version, grade, "conditional" or nothing, document or nothing. */
        private static Entry entry(String[] columns) {
            String name = columns[0].substring(columns[0].lastIndexOf('/') + 1);
            PolicyDocument document = columns[4].isEmpty()
                    ? new PolicyDocument(true, List.of())
                    : PolicyDocument.parse(columns[4])
                            .orElseThrow(() -> new IllegalStateException("unreadable in " + RESOURCE + ": " + name));
            return new Entry(name, Grade.valueOf(columns[2]), columns[3].equals("conditional"), document);
        }

        private static Table read() {
            try (InputStream in = AwsManagedPolicies.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new IllegalStateException(RESOURCE + " is not on the class path");
                }
                return new Table(new String(in.readAllBytes(), UTF_8));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
