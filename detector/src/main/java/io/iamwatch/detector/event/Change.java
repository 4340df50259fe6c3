package io.iamwatch.detector.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What a successful IAM call did to a user. See the
 * <a href= "https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html">IAM API reference</a>.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "change")
@JsonSubTypes({@JsonSubTypes.Type(value = Change.UserCreated.class, name = "user-created"),
        @JsonSubTypes.Type(value = Change.UserDeleted.class, name = "user-deleted"),
        @JsonSubTypes.Type(value = Change.PolicyAttached.class, name = "policy-attached"),
        @JsonSubTypes.Type(value = Change.PolicyDetached.class, name = "policy-detached")})
public sealed interface Change {

    /** Returns the user's name in the spelling of the call. */
    String userName();

    /**
     * CreateUser: proves that no user of that name existed.
     *
     * @param userId the incarnation's unique id, AIDA…; null where the response did not give it
     * @param arn the ARN with its path; null where the response did not give it
     */
    record UserCreated(String userName, String userId, String arn) implements Change {
    }

    /** DeleteUser: proves that the user existed. */
    record UserDeleted(String userName) implements Change {
    }

    /** AttachUserPolicy; attaching again succeeds and changes nothing. */
    record PolicyAttached(String userName, String policyArn) implements PolicyChange {
    }

    /** DetachUserPolicy: proves that the policy was attached. */
    record PolicyDetached(String userName, String policyArn) implements PolicyChange {
    }

    /** A change of the edge between a user and a managed policy. */
    sealed interface PolicyChange extends Change {

        /** Returns the policy's ARN in the spelling of the call. */
        String policyArn();

        /** Returns whether the policy is attached afterwards. */
        @JsonIgnore
        default boolean attaches() {
            return this instanceof PolicyAttached;
        }
    }
}
