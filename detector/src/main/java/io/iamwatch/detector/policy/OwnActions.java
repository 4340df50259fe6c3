package io.iamwatch.detector.policy;

/** The calls by which a principal of one kind changes its own policies and boundary. */
record OwnActions(Action put, Action attach, Action delete, Action detach, Action putBoundary, Action deleteBoundary) {

    private static final OwnActions OF_USER = new OwnActions(Action.PUT_USER_POLICY, Action.ATTACH_USER_POLICY,
            Action.DELETE_USER_POLICY, Action.DETACH_USER_POLICY, Action.PUT_USER_BOUNDARY,
            Action.DELETE_USER_BOUNDARY);
    private static final OwnActions OF_ROLE = new OwnActions(Action.PUT_ROLE_POLICY, Action.ATTACH_ROLE_POLICY,
            Action.DELETE_ROLE_POLICY, Action.DETACH_ROLE_POLICY, Action.PUT_ROLE_BOUNDARY,
            Action.DELETE_ROLE_BOUNDARY);
    /** A group has no boundary: the calls stand for its members'. */
    private static final OwnActions OF_GROUP = new OwnActions(Action.PUT_GROUP_POLICY, Action.ATTACH_GROUP_POLICY,
            Action.DELETE_GROUP_POLICY, Action.DETACH_GROUP_POLICY, Action.PUT_USER_BOUNDARY,
            Action.DELETE_USER_BOUNDARY);

    static OwnActions of(PrincipalKind kind) {
        return switch (kind) {
            case USER -> OF_USER;
            case GROUP -> OF_GROUP;
            case ROLE -> OF_ROLE;
        };
    }
}
