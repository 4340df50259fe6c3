package io.iamwatch.detector.baseline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.detector.baseline.AuthorizationDetails.Entity;
import java.util.ArrayList;
import java.util.List;

/** Splits a snapshot into values of records that {@link BaselineReader} reads. */
public final class BaselineParts {

    /** How large a part is at most, unless one entity alone is larger. */
    public static final int MAX_BYTES = 512 * 1024;

    /** What no part may exceed: the largest record that topics take, less its batch, key and headers. */
    static final int LARGEST = Topic.MAX_MESSAGE_BYTES - 16 * 1024;

    /** More than a part has besides its entities. */
    private static final int ENVELOPE = 512;

    private static final ObjectMapper JSON = new ObjectMapper();

    private BaselineParts() {
    }

    /**
     * Returns the values, in order. All versions of policies are kept: any of them can be made the default.
     *
     * @param id the snapshot's id
     * @param startSecond when the snapshot began, seconds since 1970
     * @param maxBytes how large a value is at most, unless one entity alone is larger
     * @throws UnusableDetailsException when an entity is larger than any record can be
     */
    public static List<byte[]> of(String account, String id, long startSecond, AuthorizationDetails details,
            int maxBytes) {
        List<List<Entity>> groups = groups(details, maxBytes - ENVELOPE);
        List<byte[]> parts = new ArrayList<>();
        for (List<Entity> group : groups) {
            ObjectNode part = JSON.createObjectNode().put("baseline", id).put("account", account)
                    .put("start", startSecond).put("part", parts.size() + 1).put("parts", groups.size());
            ObjectNode lists = part.putObject("details");
            for (DetailList list : DetailList.values()) {
                lists.putArray(list.field());
            }
            group.forEach(entity -> lists.withArray(entity.list().field()).add(entity.node()));
            parts.add(bytes(part));
        }
        return parts;
    }

    private static List<List<Entity>> groups(AuthorizationDetails details, int room) {
        List<List<Entity>> groups = new ArrayList<>();
        List<Entity> group = new ArrayList<>();
        int taken = 0;
        for (Entity entity : (Iterable<Entity>) details.entities()::iterator) {
            int size = bytes(entity.node()).length + 1;
            if (size > LARGEST - ENVELOPE) {
                throw new UnusableDetailsException(entity.list().kind().word() + " " + entity.name() + " alone has "
                        + size + " bytes; a record can have " + (LARGEST - ENVELOPE));
            }
            if (!group.isEmpty() && taken + size > room) {
                groups.add(group);
                group = new ArrayList<>();
                taken = 0;
            }
            group.add(entity);
            taken += size;
        }
        groups.add(group);
        return groups;
    }

    private static byte[] bytes(Object json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException tooDeep) {
            throw new UnusableDetailsException("something in it is nested too deep", tooDeep);
        }
    }
}
