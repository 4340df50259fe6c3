package io.iamwatch.detector;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes {@code responseElements}: what AWS answers, null for most calls. */
final class ScenarioResponses {

    private ScenarioResponses() {
    }

    static void answer(ObjectNode record, ObjectNode request, ScenarioLine line) {
        ObjectNode response = record.putObject("responseElements");
        switch (line.verb()) {
            case "create" -> user(response.putObject("user"), request, line);
            case "create-group" -> named(response.putObject("group"), "group", line);
            case "create-role" -> role(response.putObject("role"), request, line);
            case "create-policy" -> policy(response.putObject("policy"), line);
            case "create-policy-version" -> response.putObject("policyVersion").put("versionId", line.word(2))
                    .put("isDefaultVersion", line.words().contains("default")).put("createDate", line.date());
            case "create-key" -> key(response.putObject("accessKey"), line);
            case "create-login" -> response.putObject("loginProfile").put("userName", line.word(1))
                    .put("createDate", line.date()).put("passwordResetRequired", false);
            case "create-service-credential" -> response.putObject("serviceSpecificCredential")
                    .put("userName", line.word(1)).put("status", "Active").put("createDate", line.date())
                    .put("serviceName", "codecommit.amazonaws.com").put("serviceSpecificCredentialId", "ACCAEXAMPLE");
            default -> record.putNull("responseElements");
        }
    }

    private static ObjectNode named(ObjectNode made, String kind, ScenarioLine line) {
        String path = line.option("path", "/");
        String id = line.word(2);
        return made.put("path", path).put(kind + "Name", line.word(1)).put(kind + "Id", id.equals("null") ? null : id)
                .put("arn", line.arn(kind, path, line.word(1))).put("createDate", line.date());
    }

    private static void user(ObjectNode made, ObjectNode request, ScenarioLine line) {
        boundary(named(made, "user", line), request);
    }

    /** The answer's document is percent-encoded, the request's is not. */
    private static void role(ObjectNode made, ObjectNode request, ScenarioLine line) {
        boundary(named(made, "role", line), request);
        made.put("assumeRolePolicyDocument",
                ScenarioDocuments.percentEncoded(request.path("assumeRolePolicyDocument").textValue()));
    }

    private static void boundary(ObjectNode made, ObjectNode request) {
        if (request.has("permissionsBoundary")) {
            made.putObject("permissionsBoundary").put("permissionsBoundaryType", "Policy")
                    .put("permissionsBoundaryArn", request.path("permissionsBoundary").textValue());
        }
    }

    private static void policy(ObjectNode made, ScenarioLine line) {
        named(made, "policy", line).put("defaultVersionId", "v1").put("attachmentCount", 0)
                .put("permissionsBoundaryUsageCount", 0).put("isAttachable", true).put("updateDate", line.date());
    }

    private static void key(ObjectNode made, ScenarioLine line) {
        String user = line.word(1).equals("(caller)") ? ScenarioActors.name(line) : line.word(1);
        made.put("userName", user).put("accessKeyId", line.words().size() > 2 ? line.word(2) : "AKIAEXAMPLE")
                .put("status", "Active").put("createDate", line.date());
    }
}
