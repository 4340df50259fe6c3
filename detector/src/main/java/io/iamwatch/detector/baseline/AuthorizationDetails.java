package io.iamwatch.detector.baseline;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamwatch.contracts.cloudtrail.RecordReader;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The users, groups, roles and policies of one account as GetAccountAuthorizationDetails tells them, all pages
 * merged. An entity that pages repeat counts once, as the last page has it.
 */
public final class AuthorizationDetails {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One entry of a list.
     *
     * @param name what it is called; {@code number …} where it has no name
     */
    record Entity(DetailList list, String name, JsonNode node) {
    }

    /** By name, so that the order of the pages makes no difference. */
    private final Map<DetailList, TreeMap<String, Entity>> lists = new EnumMap<>(DetailList.class);
    private final String account;
    private final boolean truncated;

    private AuthorizationDetails(List<JsonNode> pages) {
        for (DetailList list : DetailList.values()) {
            lists.put(list, new TreeMap<>());
            pages.forEach(page -> page.path(list.field()).forEach(entity -> add(list, entity)));
        }
        account = findAccount();
        truncated = pages.stream().allMatch(AuthorizationDetails::announcesMore);
    }

    /**
     * Reads the output of {@code aws iam get-account-authorization-details}: one document, as the command line writes
     * it with all pages merged; or several, one a page, in a row or in an array.
     *
     * @throws UnusableDetailsException when it is no JSON, none of that shape, or not of exactly one account
     * @throws IOException when the stream cannot be read
     */
    public static AuthorizationDetails read(InputStream json) throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(json)) {
            while (parser.nextToken() != null) {
                JsonNode document = JSON.readTree(parser);
                if (document.isArray()) {
                    document.forEach(documents::add);
                } else {
                    documents.add(document);
                }
            }
        } catch (JsonProcessingException malformed) {
            JsonLocation place = malformed.getLocation();
            throw new UnusableDetailsException("no JSON at line " + (place == null ? 1 : place.getLineNr())
                    + ", column " + (place == null ? 1 : place.getColumnNr()), malformed);
        }
        return of(documents);
    }

    /**
     * Merges pages.
     *
     * @throws UnusableDetailsException when a page is not of that shape, or they are not of exactly one account
     */
    public static AuthorizationDetails of(List<JsonNode> pages) {
        if (pages.isEmpty()) {
            throw new UnusableDetailsException("nothing in it");
        }
        for (int i = 0; i < pages.size(); i++) {
            checkShape(pages.get(i), pages.size() == 1 ? "it" : "document " + (i + 1));
        }
        return new AuthorizationDetails(pages);
    }

    private static void checkShape(JsonNode page, String name) {
        List<DetailList> there = lists().filter(list -> page.has(list.field())).toList();
        if (there.isEmpty()) {
            throw new UnusableDetailsException("no output of get-account-authorization-details: no "
                    + lists().map(DetailList::field).collect(Collectors.joining(", ")).replace(", Policies",
                            " or Policies")
                    + " in " + name);
        }
        there.stream().filter(list -> !page.path(list.field()).isArray()).findFirst().ifPresent(list -> {
            throw new UnusableDetailsException("no output of get-account-authorization-details: " + list.field()
                    + " in " + name + " is no list");
        });
    }

    private static Stream<DetailList> lists() {
        return Arrays.stream(DetailList.values());
    }

    private void add(DetailList list, JsonNode entity) {
        TreeMap<String, Entity> entities = lists.get(list);
        String name = list.subject(entity).map(Subject::name).orElse(null);
        // No name of IAM's begins with a space.
        String key = name == null ? " " + entities.size() : new Subject(list.kind(), name).key();
        entities.put(key, new Entity(list, name == null ? "number " + (entities.size() + 1) : name, entity));
    }

    private String findAccount() {
        TreeSet<String> accounts = new TreeSet<>();
        entities().forEach(entity -> {
            String owner = ArnOwner.of(entity.node().path("Arn").textValue());
            if (owner != null && !(entity.list() == DetailList.POLICIES && owner.equals(ArnOwner.AWS))) {
                accounts.add(owner);
            }
        });
        if (accounts.isEmpty()) {
            throw new UnusableDetailsException("no account in it: nothing in it has the ARN of an account");
        }
        if (accounts.size() > 1) {
            throw new UnusableDetailsException("more than one account in it: " + accounts.stream().limit(5)
                    .collect(Collectors.joining(", ")) + (accounts.size() > 5 ? ", …" : ""));
        }
        if (!RecordReader.isAccount(accounts.first())) {
            throw new UnusableDetailsException("the account that its ARNs name is none: " + accounts.first());
        }
        return accounts.first();
    }

    /** The API marks each page but the last; the command line leaves a token when it was told to stop early. */
    private static boolean announcesMore(JsonNode page) {
        return page.path("IsTruncated").asBoolean(false) || page.hasNonNull("NextToken");
    }

    /** Returns whose details they are. */
    public String account() {
        return account;
    }

    /** Returns whether the last page is missing. */
    public boolean isTruncated() {
        return truncated;
    }

    /** Returns how many there are of a kind. */
    public int count(EntityKind kind) {
        return lists().filter(list -> list.kind() == kind).mapToInt(list -> lists.get(list).size()).sum();
    }

    /** Returns all entities, in an order that depends on nothing but them. */
    Stream<Entity> entities() {
        return lists.values().stream().flatMap(entities -> entities.values().stream());
    }
}
