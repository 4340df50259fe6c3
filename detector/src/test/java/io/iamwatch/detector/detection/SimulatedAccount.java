package io.iamwatch.detector.detection;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** IAM as plain maps: does what a successful call does, and refuses what IAM would refuse. */
final class SimulatedAccount {

    private static final int MAX_VERSIONS = 5;

    /** A user, group, role or policy. */
    static final class Entity {
        final String kind;
        final String id;
        final long born;
        String name;
        String path;
        final TreeMap<String, String> inline = new TreeMap<>();
        final TreeSet<String> attached = new TreeSet<>();
        final TreeSet<String> groups = new TreeSet<>();
        String boundary;
        String trust;
        final TreeMap<String, String> trusted = new TreeMap<>();
        final TreeMap<String, String> versions = new TreeMap<>();
        String defaultVersion;
        int lastVersion;

        Entity(String kind, String id, long born, String name, String path) {
            this.kind = kind;
            this.id = id;
            this.born = born;
            this.name = name;
            this.path = path;
        }

        private Entity(Entity other) {
            this(other.kind, other.id, other.born, other.name, other.path);
            inline.putAll(other.inline);
            attached.addAll(other.attached);
            groups.addAll(other.groups);
            boundary = other.boundary;
            trust = other.trust;
            trusted.putAll(other.trusted);
            versions.putAll(other.versions);
            defaultVersion = other.defaultVersion;
            lastVersion = other.lastVersion;
        }

        String arn() {
            return "arn:aws:iam::111111111111:" + kind + path + name;
        }

        boolean isEmpty() {
            return inline.isEmpty() && attached.isEmpty() && groups.isEmpty();
        }

        @Override
        public String toString() {
            return String.join("|", kind, id, name, path, inline.toString(), attached.toString(), groups.toString(),
                    boundary, trust, trusted.toString(), versions.toString(), defaultVersion);
        }
    }

    private final TreeMap<String, Entity> entities = new TreeMap<>();

    SimulatedAccount copy() {
        SimulatedAccount copy = new SimulatedAccount();
        entities.forEach((key, entity) -> copy.entities.put(key, new Entity(entity)));
        return copy;
    }

    Collection<Entity> entities() {
        return entities.values();
    }

    Entity get(String kind, String name) {
        return entities.get(key(kind, name));
    }

    Entity policy(String word) {
        return word != null && word.startsWith("own/") ? get("policy", word.substring(4)) : null;
    }

    Entity byId(String id) {
        return entities.values().stream().filter(entity -> entity.id.equals(id)).findFirst().orElse(null);
    }

    @Override
    public String toString() {
        return entities.values().toString();
    }

    private static String key(String kind, String name) {
        return kind + "/" + name.toLowerCase(Locale.ROOT);
    }

    /** Returns whether IAM lets the call succeed; then it has happened. */
    boolean happens(Happening call) {
        String verb = call.verb();
        if (verb.matches("create(-group|-role|-policy)?")) {
            return create(call);
        }
        boolean joins = verb.equals("add-user");
        boolean leaves = verb.equals("remove-user");
        Entity about = get(call.kind(), call.word(joins || leaves ? 2 : 1));
        if (about == null) {
            return false;
        }
        if (verb.matches("delete(-group|-role|-policy)?")) {
            return delete(about);
        }
        if (verb.startsWith("rename") || verb.startsWith("repath")) {
            return rename(about, call);
        }
        if (call.kind().equals("policy")) {
            return version(about, call);
        }
        if (verb.startsWith("create-")) {
            return true;
        }
        if (joins || leaves) {
            Entity group = get("group", call.word(1));
            return group != null && (joins
                    ? about.groups.add(group.id) || about.groups.contains(group.id)
                    : about.groups.remove(group.id));
        }
        return change(about, call);
    }

    private boolean create(Happening call) {
        String kind = call.kind();
        String path = call.option("path");
        String boundary = call.option("boundary");
        if (get(kind, call.word(1)) != null || (boundary != null && !exists(boundary))) {
            return false;
        }
        Entity born = new Entity(kind, call.word(2), call.second(), call.word(1), path == null ? "/" : path);
        born.boundary = boundary;
        if (kind.equals("role") && !trust(born, call.word(3))) {
            return false;
        }
        if (kind.equals("policy")) {
            born.versions.put("v1", call.word(3));
            born.defaultVersion = "v1";
            born.lastVersion = 1;
        }
        entities.put(key(kind, born.name), born);
        return true;
    }

    private boolean delete(Entity about) {
        boolean used = switch (about.kind) {
            case "group" -> entities.values().stream().anyMatch(user -> user.groups.contains(about.id));
            case "policy" -> about.versions.size() > 1 || entities.values().stream()
                    .anyMatch(holder -> holder.attached.contains("own/" + about.name)
                            || ("own/" + about.name).equals(holder.boundary));
            default -> false;
        };
        return about.isEmpty() && !used && entities.remove(key(about.kind, about.name)) != null;
    }

    private boolean rename(Entity about, Happening call) {
        String path = call.option("path");
        if (call.verb().startsWith("rename")) {
            if (get(about.kind, call.word(2)) != null) {
                return false;
            }
            entities.remove(key(about.kind, about.name));
            about.name = call.word(2);
            entities.put(key(about.kind, about.name), about);
        }
        about.path = path == null ? about.path : path;
        return true;
    }

    private boolean version(Entity policy, Happening call) {
        String version = call.word(2);
        return switch (call.verb()) {
            case "create-policy-version" -> {
                if (policy.versions.size() == MAX_VERSIONS || policy.versions.containsKey(version)) {
                    yield false;
                }
                policy.lastVersion++;
                policy.versions.put(version, call.word(3));
                if (call.words().contains("default")) {
                    policy.defaultVersion = version;
                }
                yield true;
            }
            case "set-default-version" -> {
                policy.defaultVersion = policy.versions.containsKey(version) ? version : policy.defaultVersion;
                yield policy.versions.containsKey(version);
            }
            default -> !version.equals(policy.defaultVersion) && policy.versions.remove(version) != null;
        };
    }

    private boolean change(Entity about, Happening call) {
        String verb = call.verb();
        if (verb.startsWith("attach")) {
            return exists(call.word(2))
                    && (about.attached.add(call.word(2)) || about.attached.contains(call.word(2)));
        }
        if (verb.startsWith("detach")) {
            return about.attached.remove(call.word(2));
        }
        if (verb.endsWith("-boundary")) {
            boolean puts = verb.startsWith("put");
            boolean legal = puts ? exists(call.word(2)) : about.boundary != null;
            about.boundary = legal ? puts ? call.word(2) : null : about.boundary;
            return legal;
        }
        if (verb.equals("update-trust")) {
            return trust(about, call.word(2));
        }
        if (verb.startsWith("put")) {
            about.inline.put(call.word(2), call.word(3));
            return true;
        }
        return about.inline.remove(call.word(2)) != null;
    }

    private boolean exists(String policy) {
        return !policy.startsWith("own/") || policy(policy) != null;
    }

    /** Whom a trust policy names has to be there: IAM finds it then, and remembers who that is. */
    private boolean trust(Entity role, String trust) {
        TreeMap<String, String> found = new TreeMap<>();
        if (trust.startsWith("trust:user/") || trust.startsWith("trust:role/")) {
            String[] named = trust.substring("trust:".length()).split("/", -1);
            Entity principal = get(named[0], named[1]);
            if (principal == null || !principal.path.equals("/") || !principal.name.equals(named[1])) {
                return false;
            }
            found.put(principal.id, principal.arn());
        }
        role.trust = trust;
        role.trusted.clear();
        role.trusted.putAll(found);
        return true;
    }

    /** Returns the snapshot of one half of the account: its users and groups, or its roles and policies. */
    String snapshot(boolean people) {
        StringBuilder json = new StringBuilder("{");
        for (Map.Entry<String, String> list : (people
                ? Map.of("user", "UserDetailList", "group", "GroupDetailList")
                : Map.of("role", "RoleDetailList", "policy", "Policies")).entrySet()) {
            json.append(json.length() > 1 ? "," : "").append('"').append(list.getValue()).append("\":[")
                    .append(String.join(",", entities.values().stream()
                            .filter(entity -> entity.kind.equals(list.getKey())).map(this::snapshot).toList()))
                    .append(']');
        }
        return json.append('}').toString();
    }

    private String snapshot(Entity entity) {
        String kind = entity.kind.substring(0, 1).toUpperCase(Locale.ROOT) + entity.kind.substring(1);
        StringBuilder json = new StringBuilder("{\"" + kind + "Name\":\"" + entity.name + "\",\"" + kind + "Id\":\""
                + entity.id + "\",\"Path\":\"" + entity.path + "\",\"CreateDate\":" + entity.born);
        if (entity.kind.equals("policy")) {
            json.append(",\"DefaultVersionId\":\"").append(entity.defaultVersion).append("\",\"PolicyVersionList\":[")
                    .append(String.join(",", entity.versions.entrySet().stream().map(version -> "{\"VersionId\":\""
                            + version.getKey() + "\",\"Document\":\"" + version.getValue() + "\"}").toList()))
                    .append(']');
            return json.append('}').toString();
        }
        json.append(",\"").append(kind).append("PolicyList\":[")
                .append(String.join(",", entity.inline.entrySet().stream().map(policy -> "{\"PolicyName\":\""
                        + policy.getKey() + "\",\"PolicyDocument\":\"" + policy.getValue() + "\"}").toList()))
                .append("],\"AttachedManagedPolicies\":[").append(strings(entity.attached)).append(']');
        if (entity.kind.equals("user")) {
            json.append(",\"GroupList\":[").append(strings(entity.groups.stream().map(id -> byId(id).name).toList()))
                    .append(']');
        }
        json.append(entity.boundary == null ? "" : ",\"PermissionsBoundary\":\"" + entity.boundary + "\"");
        json.append(entity.trust == null ? "" : ",\"AssumeRolePolicyDocument\":" + shownTrust(entity));
        return json.append('}').toString();
    }

    /** IAM shows whom a trust policy means under today's name, and who is gone by its unique id. */
    private String shownTrust(Entity role) {
        if (role.trusted.isEmpty()) {
            return '"' + role.trust + '"';
        }
        Entity named = byId(role.trusted.firstKey());
        return named != null
                ? "\"trust:" + named.kind + named.path + named.name + '"'
                : "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\""
                        + role.trusted.firstKey() + "\"},\"Action\":\"sts:AssumeRole\"}]}";
    }

    private static String strings(Collection<String> strings) {
        return String.join(",", strings.stream().map(string -> '"' + string + '"').toList());
    }
}
