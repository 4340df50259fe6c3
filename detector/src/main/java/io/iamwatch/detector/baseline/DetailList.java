package io.iamwatch.detector.baseline;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.Subject;
import java.util.Optional;

/** The lists that GetAccountAuthorizationDetails answers with. */
enum DetailList {
    USERS("UserDetailList", EntityKind.USER, "User"), GROUPS("GroupDetailList", EntityKind.GROUP, "Group"), ROLES(
            "RoleDetailList", EntityKind.ROLE, "Role"), POLICIES("Policies", EntityKind.POLICY, "Policy");

    private final String field;
    private final EntityKind kind;
    private final String word;

    DetailList(String field, EntityKind kind, String word) {
        this.field = field;
        this.kind = kind;
        this.word = word;
    }

    /** Returns what the list is called. */
    String field() {
        return field;
    }

    EntityKind kind() {
        return kind;
    }

    /** Returns where an entity has its unique id. */
    String idField() {
        return word + "Id";
    }

    /** Returns where an entity has its name. */
    String nameField() {
        return word + "Name";
    }

    /** Returns where a principal has its inline policies. */
    String inlineField() {
        return word + "PolicyList";
    }

    /** Returns what an entity is called: a policy by its ARN, all others by their name; empty where it has none. */
    Optional<Subject> subject(JsonNode entity) {
        if (this == POLICIES) {
            return text(entity, "Arn").map(Subject::policy)
                    .filter(policy -> !policy.name().isEmpty() && !policy.name().endsWith("/"));
        }
        return text(entity, nameField()).map(name -> new Subject(kind, name));
    }

    private static Optional<String> text(JsonNode entity, String field) {
        return Optional.ofNullable(entity.path(field).textValue()).filter(text -> !text.isEmpty());
    }
}
