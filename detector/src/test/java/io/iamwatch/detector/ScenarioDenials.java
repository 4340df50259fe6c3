package io.iamwatch.detector;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes calls that IAM refused: no parameters are left, the target stands in the message alone. */
final class ScenarioDenials {

    private ScenarioDenials() {
    }

    static ObjectNode record(ScenarioLine line) {
        String call = line.word(1);
        ObjectNode record = CloudTrailRecords.call(line.account(), call, line.id(), line.second());
        record.put("errorCode", "AccessDenied").put("errorMessage", "User: " + ScenarioActors.arn(line)
                + " is not authorized to perform: iam:" + call + " on resource: "
                + resource(call, line.word(2).replace("{acct}", line.account()))
                + " because no identity-based policy allows the iam:" + call + " action");
        return record.putNull("requestParameters").putNull("responseElements");
    }

    /** As recorded: an ARN for what is to be created, else kind and name; for policies kind and ARN. */
    private static String resource(String call, String arn) {
        String resource = arn.substring(arn.lastIndexOf(':') + 1);
        String kind = resource.substring(0, resource.indexOf('/'));
        if (call.equals("CreateUser") || call.equals("CreateGroup") || call.equals("CreateRole")) {
            return arn;
        }
        if (kind.equals("policy") && !call.equals("CreatePolicy")) {
            return "policy " + arn;
        }
        return kind + " " + resource.substring(resource.lastIndexOf('/') + 1);
    }
}
