package io.iamwatch.detector.policy;

import java.util.List;

/** What is known of the rest of the account at an instant. Who is an administrator is the caller's fixed point. */
public interface Surroundings {

    /** An account of which nothing is known. */
    Surroundings NOTHING_KNOWN = new Surroundings() {
        @Override
        public List<Principal> adminUsers() {
            return List.of();
        }

        @Override
        public List<Principal> adminGroups() {
            return List.of();
        }

        @Override
        public List<Principal> adminRoles() {
            return List.of();
        }

        @Override
        public List<Role> roles() {
            return List.of();
        }

        @Override
        public List<AdminPolicy> adminPolicies() {
            return List.of();
        }
    };

    /** Returns the users known to be administrators. */
    List<Principal> adminUsers();

    /** Returns the groups known to make their members administrators. */
    List<Principal> adminGroups();

    /** Returns the roles known to be administrators. */
    List<Principal> adminRoles();

    /** Returns the roles that the principal may assume or trust anew: those whose trust names it or its account. */
    List<Role> roles();

    /** Returns the account's own managed policies that make an administrator of whoever gets one of them. */
    List<AdminPolicy> adminPolicies();

    /**
     * One of the account's own managed policies.
     *
     * @param allowsEverything whether it allows every action on every resource and denies nothing: as a boundary it
     *     caps nothing
     */
    record AdminPolicy(String arn, boolean allowsEverything) {
    }

    /** Another principal of the account. */
    record Principal(String name, String arn) {
    }

    /**
     * A role of the account.
     *
     * @param knownAs the ARN that the principal had when the trust policy was written: IAM then remembers whom it
     *     names; null where the principal was not there yet
     * @param admin whether it is a known administrator
     * @param carriedCustomerPolicyArns the customer managed policies attached to it
     */
    record Role(String name, String arn, TrustPolicy trust, String knownAs, boolean admin,
            List<String> carriedCustomerPolicyArns) {

        Principal principal() {
            return new Principal(name, arn);
        }
    }
}
