package io.iamwatch.detector.event;

import java.util.Set;

/** Grants in IAM Identity Center, each an event of its own: what they come to stands in other accounts' IAM. */
final class CenterCalls {

    /** The services of IAM Identity Center. */
    static final Set<String> SERVICES = Set.of("sso", "sso-directory", "identitystore");

    private static final Set<String> OF_PERMISSION_SETS = Set.of("CreateAccountAssignment",
            "AttachManagedPolicyToPermissionSet", "PutInlinePolicyToPermissionSet",
            "AttachCustomerManagedPolicyReferenceToPermissionSet");
    private static final Set<String> OF_DIRECTORIES = Set.of("AddMemberToGroup", "CreateGroupMembership");

    private CenterCalls() {
    }

    static boolean isGrant(String service, String eventName) {
        return "sso".equals(service) ? OF_PERMISSION_SETS.contains(eventName) : OF_DIRECTORIES.contains(eventName);
    }

    static Change read(String eventName, Parameters call) {
        String grantee = firstOf(call.optional("principalId"), call.nested("memberId", "userId"),
                call.nested("member", "memberId"),
                call.optional("memberId"), call.optional("groupId"));
        String set = call.optional("permissionSetArn");
        String grant = firstOf(call.optional("managedPolicyArn"),
                call.nested("customerManagedPolicyReference", "name"),
                eventName.equals("CreateAccountAssignment") ? set : call.optional("groupId"));
        Subject subject = new Subject(EntityKind.ASSIGNMENT,
                firstOf(eventName.equals("CreateAccountAssignment") ? grantee : set, grantee, eventName));
        return new Change.CenterGranted(subject, eventName, grantee, grant,
                call.document("inlinePolicy"), call.optional("targetId"));
    }

    private static String firstOf(String... texts) {
        for (String text : texts) {
            if (text != null) {
                return text;
            }
        }
        return null;
    }
}
