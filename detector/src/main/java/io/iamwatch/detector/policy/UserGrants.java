package io.iamwatch.detector.policy;

import io.iamwatch.detector.policy.Surroundings.Principal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Clause C: it can become another user. */
final class UserGrants {

    private static final Set<Action> CREDENTIALS = EnumSet.of(Action.CREATE_ACCESS_KEY, Action.CREATE_LOGIN_PROFILE,
            Action.UPDATE_LOGIN_PROFILE);
    private static final List<Action> GRANTS = List.of(Action.PUT_USER_POLICY, Action.ATTACH_USER_POLICY);

    private final Standpoint standpoint;
    private final Access access;

    UserGrants(Standpoint standpoint, Access access) {
        this.standpoint = standpoint;
        this.access = access;
    }

    void offerTo(Best best) {
        if (!access.reachesAny(CREDENTIALS)) {
            return;
        }
        Glob everyUser = access.subject().every("user");
        String own = access.subject().arn();
        Predicate<String> another = arn -> !arn.equals(own);
        for (Action credential : CREDENTIALS) {
            best.offer(Clause.C_ANY_CREDENTIALS, access.everywhere(Request.of(credential), everyUser));
            for (Action grant : GRANTS) {
                best.offer(Clause.C_GRANT_AND_CREDENTIALS,
                        access.somewhere(everyUser, another, Request.of(grant), Request.of(credential)));
            }
            if (access.reaches(credential) && !best.isSettled()) {
                for (Principal admin : standpoint.surroundings().adminUsers()) {
                    if (another.test(admin.arn())) {
                        best.offer(Clause.C_ADMIN_CREDENTIALS, access.on(credential, admin.arn()), admin);
                    }
                }
            }
        }
    }
}
