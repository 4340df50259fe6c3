package io.iamwatch.detector.event;

import static io.iamwatch.detector.event.EntityKind.GROUP;
import static io.iamwatch.detector.event.EntityKind.POLICY;
import static io.iamwatch.detector.event.EntityKind.ROLE;
import static io.iamwatch.detector.event.EntityKind.USER;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Every IAM call that decides who may do what, and how its parameters tell that. */
final class IamCalls {

    private static final Map<String, Function<Parameters, Change>> READERS = readers();

    /** Calls whose success without known parameters may have been a grant, and what kind of principal got it. */
    private static final Map<String, EntityKind> GRANTS = Map.ofEntries(Map.entry("PutUserPolicy", USER),
            Map.entry("AttachUserPolicy", USER), Map.entry("AddUserToGroup", USER),
            Map.entry("DeleteUserPermissionsBoundary", USER), Map.entry("PutUserPermissionsBoundary", USER),
            Map.entry("DeleteUserPolicy", USER), Map.entry("DetachUserPolicy", USER),
            Map.entry("PutGroupPolicy", GROUP), Map.entry("AttachGroupPolicy", GROUP),
            Map.entry("PutRolePolicy", ROLE), Map.entry("AttachRolePolicy", ROLE),
            Map.entry("UpdateAssumeRolePolicy", ROLE), Map.entry("CreateRole", ROLE),
            Map.entry("CreatePolicyVersion", POLICY), Map.entry("SetDefaultPolicyVersion", POLICY),
            Map.entry("CreatePolicy", POLICY));

    private IamCalls() {
    }

    static Set<String> names() {
        return READERS.keySet();
    }

    /** Returns what a call did; null where no rule needs it. */
    static Function<Parameters, Change> reader(String eventName) {
        return READERS.get(eventName);
    }

    /** Returns what kind of principal a call may have granted something to; null where it grants nothing. */
    static EntityKind granteeOf(String eventName) {
        return GRANTS.get(eventName);
    }

    private static Map<String, Function<Parameters, Change>> readers() {
        Map<String, Function<Parameters, Change>> readers = new HashMap<>();
        principals(readers, USER, "User");
        principals(readers, GROUP, "Group");
        principals(readers, ROLE, "Role");
        readers.put("CreateUser", call -> born(call, USER, "userName", "user", "userId", null));
        readers.put("CreateGroup", call -> born(call, GROUP, "groupName", "group", "groupId", null));
        readers.put("CreateRole", call -> born(call, ROLE, "roleName", "role", "roleId",
                call.document("assumeRolePolicyDocument", "role")));
        readers.put("UpdateUser", call -> new Change.Renamed(Subject.user(call.name("userName")),
                call.optional("newUserName"), call.optional("newPath")));
        readers.put("UpdateGroup", call -> new Change.Renamed(Subject.group(call.name("groupName")),
                call.optional("newGroupName"), call.optional("newPath")));
        readers.put("AddUserToGroup",
                call -> new Change.Joined(Subject.user(call.name("userName")), call.name("groupName")));
        readers.put("RemoveUserFromGroup",
                call -> new Change.Left(Subject.user(call.name("userName")), call.name("groupName")));
        readers.put("UpdateAssumeRolePolicy",
                call -> new Change.TrustPut(Subject.role(call.name("roleName")), call.document("policyDocument")));
        policies(readers);
        credentials(readers);
        return readers;
    }

    /** Users, groups and roles are given policies by calls of the same shape. */
    private static void principals(Map<String, Function<Parameters, Change>> readers, EntityKind kind, String word) {
        String field = kind.word() + "Name";
        readers.put("Delete" + word, call -> new Change.Gone(subject(call, kind, field)));
        readers.put("Attach" + word + "Policy",
                call -> new Change.Attached(subject(call, kind, field), call.required("policyArn")));
        readers.put("Detach" + word + "Policy",
                call -> new Change.Detached(subject(call, kind, field), call.required("policyArn")));
        readers.put("Put" + word + "Policy", call -> new Change.InlinePut(subject(call, kind, field),
                call.name("policyName"), call.document("policyDocument")));
        readers.put("Delete" + word + "Policy",
                call -> new Change.InlineDeleted(subject(call, kind, field), call.name("policyName")));
        if (kind != GROUP) {
            readers.put("Put" + word + "PermissionsBoundary",
                    call -> new Change.BoundaryPut(subject(call, kind, field), call.required("permissionsBoundary")));
            readers.put("Delete" + word + "PermissionsBoundary",
                    call -> new Change.BoundaryDeleted(subject(call, kind, field)));
        }
    }

    private static void policies(Map<String, Function<Parameters, Change>> readers) {
        readers.put("CreatePolicy",
                call -> born(call, POLICY, "policyName", "policy", "policyId", call.document("policyDocument")));
        readers.put("DeletePolicy", call -> new Change.Gone(Subject.policy(call.required("policyArn"))));
        readers.put("CreatePolicyVersion",
                call -> new Change.VersionCreated(Subject.policy(call.required("policyArn")),
                        call.made("policyVersion", "versionId"), call.document("policyDocument"),
                        call.isTrue("policyVersion", "isDefaultVersion", "setAsDefault")));
        readers.put("SetDefaultPolicyVersion",
                call -> new Change.DefaultSet(Subject.policy(call.required("policyArn")), call.required("versionId")));
        readers.put("DeletePolicyVersion", call -> new Change.VersionDeleted(
                Subject.policy(call.required("policyArn")), call.required("versionId")));
    }

    private static void credentials(Map<String, Function<Parameters, Change>> readers) {
        for (String name : new String[]{"DeactivateMFADevice", "UploadSigningCertificate", "UploadSSHPublicKey"}) {
            readers.put(name, call -> issued(call, name, null));
        }
        readers.put("CreateAccessKey",
                call -> issued(call, "CreateAccessKey", call.made("accessKey", "accessKeyId")));
        readers.put("CreateServiceSpecificCredential", call -> issued(call, "CreateServiceSpecificCredential",
                call.made("serviceSpecificCredential", "serviceSpecificCredentialId")));
        readers.put("ResetServiceSpecificCredential", call -> issued(call, "ResetServiceSpecificCredential",
                call.optional("serviceSpecificCredentialId")));
        for (String name : new String[]{"CreateLoginProfile", "UpdateLoginProfile"}) {
            readers.put(name, call -> issued(call, name, Change.CredentialIssued.PASSWORD));
        }
        readers.put("UpdateAccessKey", call -> updated(call, "UpdateAccessKey", call.optional("accessKeyId")));
        readers.put("DeleteAccessKey", call -> closed(call, "DeleteAccessKey", call.optional("accessKeyId")));
        readers.put("DeleteLoginProfile",
                call -> closed(call, "DeleteLoginProfile", Change.CredentialIssued.PASSWORD));
        readers.put("DeleteServiceSpecificCredential", call -> closed(call, "DeleteServiceSpecificCredential",
                call.optional("serviceSpecificCredentialId")));
    }

    private static Change updated(Parameters call, String name, String key) {
        String status = call.optional("status");
        return "Active".equals(status)
                ? new Change.CredentialIssued(Subject.user(call.name("userName")), name, key)
                : "Inactive".equals(status) ? closed(call, name, key) : null;
    }

    private static Change issued(Parameters call, String name, String key) {
        return new Change.CredentialIssued(Subject.user(call.name("userName", "accessKey")), name, key);
    }

    private static Change closed(Parameters call, String name, String key) {
        return new Change.CredentialClosed(Subject.user(call.name("userName")), name, key);
    }

    private static Change born(Parameters call, EntityKind kind, String field, String made, String id,
            String document) {
        return new Change.Born(new Subject(kind, call.name(field, made)), call.made(made, id), call.made(made, "arn"),
                call.optional("permissionsBoundary"), document);
    }

    private static Subject subject(Parameters call, EntityKind kind, String field) {
        return new Subject(kind, call.name(field));
    }
}
