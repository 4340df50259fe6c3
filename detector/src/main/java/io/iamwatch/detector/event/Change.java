package io.iamwatch.detector.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a call did, or tried to do. See the
 * <a href= "https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html">IAM API reference</a>.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "change")
@JsonSubTypes({@JsonSubTypes.Type(value = Change.Born.class, name = "born"),
        @JsonSubTypes.Type(value = Change.Gone.class, name = "gone"),
        @JsonSubTypes.Type(value = Change.Renamed.class, name = "renamed"),
        @JsonSubTypes.Type(value = Change.Attached.class, name = "attached"),
        @JsonSubTypes.Type(value = Change.Detached.class, name = "detached"),
        @JsonSubTypes.Type(value = Change.InlinePut.class, name = "inline-put"),
        @JsonSubTypes.Type(value = Change.InlineDeleted.class, name = "inline-deleted"),
        @JsonSubTypes.Type(value = Change.Joined.class, name = "joined"),
        @JsonSubTypes.Type(value = Change.Left.class, name = "left"),
        @JsonSubTypes.Type(value = Change.BoundaryPut.class, name = "boundary-put"),
        @JsonSubTypes.Type(value = Change.BoundaryDeleted.class, name = "boundary-deleted"),
        @JsonSubTypes.Type(value = Change.TrustPut.class, name = "trust-put"),
        @JsonSubTypes.Type(value = Change.VersionCreated.class, name = "version-created"),
        @JsonSubTypes.Type(value = Change.DefaultSet.class, name = "default-set"),
        @JsonSubTypes.Type(value = Change.VersionDeleted.class, name = "version-deleted"),
        @JsonSubTypes.Type(value = Change.CredentialIssued.class, name = "credential"),
        @JsonSubTypes.Type(value = Change.CredentialClosed.class, name = "credential-closed"),
        @JsonSubTypes.Type(value = Change.Denied.class, name = "denied"),
        @JsonSubTypes.Type(value = Change.Omitted.class, name = "omitted"),
        @JsonSubTypes.Type(value = Change.CenterGranted.class, name = "center-granted"),
        @JsonSubTypes.Type(value = Change.Tampered.class, name = "tampered"),
        @JsonSubTypes.Type(value = Change.Acted.class, name = "acted"),
        @JsonSubTypes.Type(value = Change.Snapshot.class, name = "snapshot")})
public sealed interface Change {

    /** Returns what it is about: whose history remembers it. */
    Subject subject();

    /**
     * CreateUser, CreateGroup, CreateRole, CreatePolicy: proves that nothing of that name existed.
     *
     * @param uniqueId AIDA…, AGPA…, AROA…, ANPA…; null where the response did not give it
     * @param arn the ARN with its path; null where the response did not give it
     * @param boundaryArn the permissions boundary it is born with; null where it has none
     * @param document a role's trust policy, a policy's first version; null for others and where it is not known
     */
    record Born(Subject subject, String uniqueId, String arn, String boundaryArn, String document) implements Change {
    }

    /** DeleteUser, DeleteGroup, DeleteRole, DeletePolicy: proves that it existed, and that nothing was left on it. */
    record Gone(Subject subject) implements Change {
    }

    /**
     * UpdateUser, UpdateGroup.
     *
     * @param newName null where only the path changes
     * @param newPath null where only the name changes
     */
    record Renamed(Subject subject, String newName, String newPath) implements Change {

        /** Returns whether it is found under another name afterwards. */
        @JsonIgnore
        public boolean moves() {
            return newName != null && !newName.equalsIgnoreCase(subject.name());
        }

        /** Returns what it is called afterwards. */
        @JsonIgnore
        public Subject renamed() {
            return newName == null ? subject : new Subject(subject.kind(), newName);
        }
    }

    /** A change of something that is there or not, or that has one of several values. */
    sealed interface OfSlot extends Change {

        /** Returns what is changed, unique within its subject. */
        @JsonIgnore
        String slot();

        /** Returns whether it is there afterwards; ending it proves that it was there before. */
        @JsonIgnore
        boolean opens();
    }

    /** AttachUserPolicy and so on; attaching again succeeds and changes nothing. */
    record Attached(Subject subject, String policyArn) implements OfSlot {
        @Override
        public String slot() {
            return Slots.attached(policyArn);
        }

        @Override
        public boolean opens() {
            return true;
        }
    }

    /** DetachUserPolicy and so on. */
    record Detached(Subject subject, String policyArn) implements OfSlot {
        @Override
        public String slot() {
            return Slots.attached(policyArn);
        }

        @Override
        public boolean opens() {
            return false;
        }
    }

    /**
     * PutUserPolicy and so on: replaces by name.
     *
     * @param document null where it is not known
     */
    record InlinePut(Subject subject, String policyName, String document) implements OfSlot {
        @Override
        public String slot() {
            return Slots.inline(policyName);
        }

        @Override
        public boolean opens() {
            return true;
        }
    }

    /** DeleteUserPolicy and so on. */
    record InlineDeleted(Subject subject, String policyName) implements OfSlot {
        @Override
        public String slot() {
            return Slots.inline(policyName);
        }

        @Override
        public boolean opens() {
            return false;
        }
    }

    /** AddUserToGroup; adding again succeeds and changes nothing. */
    record Joined(Subject subject, String groupName) implements OfSlot {
        @Override
        public String slot() {
            return Slots.member(groupName);
        }

        @Override
        public boolean opens() {
            return true;
        }
    }

    /** RemoveUserFromGroup. */
    record Left(Subject subject, String groupName) implements OfSlot {
        @Override
        public String slot() {
            return Slots.member(groupName);
        }

        @Override
        public boolean opens() {
            return false;
        }
    }

    /** PutUserPermissionsBoundary, PutRolePermissionsBoundary: replaces. */
    record BoundaryPut(Subject subject, String policyArn) implements OfSlot {
        @Override
        public String slot() {
            return Slots.BOUNDARY;
        }

        @Override
        public boolean opens() {
            return true;
        }
    }

    /** DeleteUserPermissionsBoundary, DeleteRolePermissionsBoundary. */
    record BoundaryDeleted(Subject subject) implements OfSlot {
        @Override
        public String slot() {
            return Slots.BOUNDARY;
        }

        @Override
        public boolean opens() {
            return false;
        }
    }

    /** UpdateAssumeRolePolicy: replaces. */
    record TrustPut(Subject subject, String document) implements OfSlot {
        @Override
        public String slot() {
            return Slots.TRUST;
        }

        @Override
        public boolean opens() {
            return true;
        }
    }

    /**
     * CreatePolicyVersion.
     *
     * @param isDefault whether it is the one that counts from now on
     */
    record VersionCreated(Subject subject, String versionId, String document, boolean isDefault) implements Change {
    }

    /** SetDefaultPolicyVersion. */
    record DefaultSet(Subject subject, String versionId) implements OfSlot {
        @Override
        public String slot() {
            return Slots.DEFAULT_VERSION;
        }

        @Override
        public boolean opens() {
            return true;
        }
    }

    /** DeletePolicyVersion: never the default one. */
    record VersionDeleted(Subject subject, String versionId) implements Change {
    }

    /**
     * A user got a way to sign in.
     *
     * @param what {@code CreateAccessKey} and so on
     * @param key what tells it from the user's others: an access key's id, {@link CredentialIssued#PASSWORD}; null
     *     where it is not known
     */
    record CredentialIssued(Subject subject, String what, String key) implements Change {

        /** What tells a user's password from its other credentials. */
        public static final String PASSWORD = "password";
    }

    /**
     * A user lost a way to sign in. It is no proof that the user was there: keys are taken from who is deleted at once.
     *
     * @param what {@code DeleteAccessKey} and so on
     * @param key as in {@link CredentialIssued}
     */
    record CredentialClosed(Subject subject, String what, String key) implements Change {
    }

    /**
     * An IAM write that was denied.
     *
     * @param subject the actor
     * @param action the call
     * @param target whom or what it was about, as far as the error message tells; null where it does not
     */
    record Denied(Subject subject, String action, String target) implements Change {
    }

    /**
     * A grant whose parameters CloudTrail left out for their size.
     *
     * @param subject the account
     * @param action the call
     * @param kind what kind of principal it was about
     * @param name which one; null where that was left out too
     */
    record Omitted(Subject subject, String action, EntityKind kind, String name) implements Change {
    }

    /**
     * A grant in IAM Identity Center.
     *
     * @param action the call
     * @param grantee who got it; null where the call is about a permission set
     * @param grant what was granted: ARN of a permission set or policy; null where a document was
     * @param document an inline policy; null otherwise
     * @param targetAccount the account in which it holds; null where the call does not tell
     */
    record CenterGranted(Subject subject, String action, String grantee, String grant, String document,
            String targetAccount) implements Change {
    }

    /**
     * A call that may blind an audit trail, or what watches it.
     *
     * @param subject the actor, as one who touches the audit trail
     * @param action the call with its service: {@code cloudtrail:StopLogging}
     * @param target what it was about; null where the parameters do not tell
     */
    record Tampered(Subject subject, String action, Blow blow, String target) implements Change {
    }

    /**
     * A user, or a session that it is known or may be found to have asked for, called something.
     *
     * @param subject the user, as one who does something; null where only the session tells whose call it was
     * @param userId the user's unique id; null where the record does not tell
     * @param service as {@code eventSource} says before its first dot
     * @param session the temporary key that was called with; null where there was none
     * @param issuedKey the temporary key that the call handed out, for {@code issuedAs}: an ARN; null where there is
     *     none
     * @param mfa whether a sign-in used MFA; null where it is none, or CloudTrail does not say
     */
    record Acted(Subject subject, String userId, String service, CallResult result, String session, String issuedKey,
            String issuedAs, Boolean mfa) implements Change {
    }

    /**
     * What an IAM snapshot of the account says of one thing, at the second of the event.
     *
     * @param uniqueId its unique id
     * @param arn its ARN
     * @param created second of its creation; null where the snapshot does not tell
     * @param attached ARNs of managed policies
     * @param inline documents by policy name
     * @param groups a user's groups
     * @param boundaryArn null where it has none
     * @param trust a role's trust policy; null for others
     * @param versions a policy's documents by version id
     * @param defaultVersion the policy's default version; null for others
     */
    record Snapshot(Subject subject, String uniqueId, String arn, Long created, List<String> attached,
            Map<String, String> inline, List<String> groups, String boundaryArn, String trust,
            Map<String, String> versions, String defaultVersion) implements Change {

        /** What is absent is empty. */
        public Snapshot {
            attached = attached == null ? List.of() : attached;
            inline = inline == null ? Map.of() : inline;
            groups = groups == null ? List.of() : groups;
            versions = versions == null ? Map.of() : versions;
        }
    }

    /** Names of slots. */
    final class Slots {

        /** The permissions boundary. */
        public static final String BOUNDARY = "boundary";
        /** The trust policy. */
        public static final String TRUST = "trust";
        /** The policy version that counts. */
        public static final String DEFAULT_VERSION = "default";

        private static final String ATTACHED = "attached:";
        private static final String INLINE = "inline:";
        private static final String MEMBER = "member:";

        private Slots() {
        }

        /** Returns the slot of a managed policy on a principal; a policy's name decides, not its path. */
        public static String attached(String policyArn) {
            return ATTACHED + policyArn.toLowerCase(Locale.ROOT);
        }

        /** Returns the slot of an inline policy. */
        public static String inline(String policyName) {
            return INLINE + policyName.toLowerCase(Locale.ROOT);
        }

        /** Returns the slot of a membership. */
        public static String member(String groupName) {
            return MEMBER + groupName.toLowerCase(Locale.ROOT);
        }

        /** Returns whether it is the slot of a managed policy. */
        public static boolean isAttached(String slot) {
            return slot.startsWith(ATTACHED);
        }

        /** Returns whether it is the slot of an inline policy. */
        public static boolean isInline(String slot) {
            return slot.startsWith(INLINE);
        }

        /** Returns whether it is the slot of a membership. */
        public static boolean isMember(String slot) {
            return slot.startsWith(MEMBER);
        }
    }
}
