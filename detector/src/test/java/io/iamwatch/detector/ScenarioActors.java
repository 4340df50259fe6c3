package io.iamwatch.detector;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** Writes who called: {@code userIdentity} and what goes with it. */
final class ScenarioActors {

    private static final String NOBODY_SAYS = "christophe";

    private ScenarioActors() {
    }

    /** Changes nothing where the line does not say who: user christophe called. */
    static void sign(ObjectNode record, ScenarioLine line) {
        String by = line.option("by", "");
        if (by.equals("root")) {
            root(record.putObject("userIdentity"), line);
        } else if (by.startsWith("role/")) {
            role(record.putObject("userIdentity"), by.substring("role/".length()), line);
        } else if (by.startsWith("federated/")) {
            federated(record.putObject("userIdentity"), by.split("/", -1), line);
        } else if (by.startsWith("service/")) {
            service(record, by.substring("service/".length()));
        } else if (!by.isEmpty()) {
            user(record.putObject("userIdentity"), by, line);
        }
        if (line.hasOption("key")) {
            ((ObjectNode) record.get("userIdentity")).put("accessKeyId", line.option("key", ""));
        }
        if (line.hasOption("mfa")) {
            ObjectNode session = ((ObjectNode) record.get("userIdentity")).withObject("/sessionContext/attributes");
            session.put("creationDate", Instant.ofEpochSecond(line.second() - 60).toString());
            session.put("mfaAuthenticated", line.option("mfa", ""));
        }
    }

    /** Returns the name of the user who calls. */
    static String name(ScenarioLine line) {
        return line.option("by", NOBODY_SAYS).split("/", -1)[0];
    }

    /** Returns the ARN that error messages name. */
    static String arn(ScenarioLine line) {
        String by = line.option("by", NOBODY_SAYS);
        if (by.startsWith("role/")) {
            return session(by.substring("role/".length()), line);
        }
        return by.equals("root") ? line.arn("root", "", "") : arnOfUser(line);
    }

    /** Returns the ARN of the user who calls; christophe's where it is no user who does. */
    static String arnOfUser(ScenarioLine line) {
        String name = name(line);
        boolean user = !name.equals("root") && !name.equals("role") && !name.equals("service")
                && !name.equals("federated");
        return line.arn("user", "/", user ? name : NOBODY_SAYS);
    }

    private static String session(String role, ScenarioLine line) {
        return "arn:" + line.partition() + ":sts::" + line.account() + ":assumed-role/" + role + "/session";
    }

    private static void user(ObjectNode identity, String by, ScenarioLine line) {
        String[] nameAndId = by.split("/", -1);
        identity.put("type", "IAMUser");
        if (nameAndId.length > 1) {
            identity.put("principalId", nameAndId[1]);
        }
        identity.put("arn", line.arn("user", "/", nameAndId[0])).put("accountId", line.account());
        identity.put("accessKeyId", "AKIACALLER").put("userName", nameAndId[0]);
    }

    private static void role(ObjectNode identity, String role, ScenarioLine line) {
        identity.put("type", "AssumedRole").put("principalId", "AROACALLER:session").put("arn", session(role, line));
        identity.put("accountId", line.account()).put("accessKeyId", "ASIACALLER");
        ObjectNode context = identity.putObject("sessionContext");
        context.putObject("sessionIssuer").put("type", "Role").put("principalId", "AROACALLER")
                .put("arn", line.arn("role", "/", role)).put("accountId", line.account()).put("userName", role);
        context.putObject("webIdFederationData");
        context.putObject("attributes").put("creationDate", line.time()).put("mfaAuthenticated", "false");
    }

    /** {@code federated/NAME/USER/AIDA…}: the user let it in. */
    private static void federated(ObjectNode identity, String[] by, ScenarioLine line) {
        identity.put("type", "FederatedUser").put("principalId", line.account() + ":" + by[1]);
        identity.put("arn", "arn:" + line.partition() + ":sts::" + line.account() + ":federated-user/" + by[1]);
        identity.put("accountId", line.account()).put("accessKeyId", "ASIACALLER");
        ObjectNode context = identity.putObject("sessionContext");
        context.putObject("sessionIssuer").put("type", "IAMUser").put("principalId", by[3])
                .put("arn", line.arn("user", "/", by[2])).put("accountId", line.account()).put("userName", by[2]);
        context.putObject("attributes").put("creationDate", line.time()).put("mfaAuthenticated", "false");
    }

    private static void root(ObjectNode identity, ScenarioLine line) {
        identity.put("type", "Root").put("principalId", line.account()).put("arn", line.arn("root", "", ""));
        identity.put("accountId", line.account()).put("accessKeyId", "ASIACALLER");
        ObjectNode context = identity.putObject("sessionContext");
        context.putObject("sessionIssuer");
        context.putObject("attributes").put("creationDate", line.time()).put("mfaAuthenticated", "true");
    }

    /** The caller's own identity stays; the service stands beside it and in place of the address. */
    private static void service(ObjectNode record, String service) {
        ((ObjectNode) record.get("userIdentity")).put("invokedBy", service).remove("accessKeyId");
        record.put("sourceIPAddress", service).put("userAgent", service);
    }
}
