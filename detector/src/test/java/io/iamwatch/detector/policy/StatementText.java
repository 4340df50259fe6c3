package io.iamwatch.detector.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;

/**
 * A statement in one line: {@code Allow [not] ACTION,… on [not] RESOURCE,… [if OPERATOR KEY=VALUE|…]…}, where
 * {@code @user/eve} is that ARN in the account of the test.
 */
final class StatementText {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private StatementText() {
    }

    static ObjectNode parse(String text, UnaryOperator<String> arns) {
        ObjectNode statement = MAPPER.createObjectNode();
        String[] clauses = text.split(" if ", -1);
        String[] parts = clauses[0].split(" on ", 2);
        String[] effect = parts[0].split(" ", 2);
        statement.put("Effect", effect[0]);
        list(statement, "Action", effect[1], UnaryOperator.identity());
        list(statement, "Resource", parts[1], arns);
        for (int i = 1; i < clauses.length; i++) {
            String[] condition = clauses[i].split("[ =]", 3);
            ArrayNode values = statement.withObject("/Condition/" + condition[0]).putArray(condition[1]);
            for (String value : condition[2].split("\\|", -1)) {
                values.add(arns.apply(value));
            }
        }
        return statement;
    }

    private static void list(ObjectNode statement, String key, String text, UnaryOperator<String> arns) {
        boolean inverted = text.startsWith("not ");
        ArrayNode values = statement.putArray(inverted ? "Not" + key : key);
        String list = inverted ? text.substring("not ".length()) : text;
        for (String value : list.split(",(?! )", -1)) {
            values.add(arns.apply(value));
        }
    }
}
