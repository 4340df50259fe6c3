package io.iamwatch.deploy.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What an organisation's calls are for the most part: reads of many services by sessions of roles, with sizes as in
 * public sets of real records: half below 1.6 KB, one in a hundred above 2.5 KB, the largest 69 KB. One in a
 * hundred reads IAM, and one in fifty holds text beyond ASCII: both cost the detector a parse.
 */
final class EverydayTraffic {

    /** So many different records, again and again: far more than fit a batch, so that they compress as new ones do. */
    static final int DIFFERENT = 4096;

    private static final String[][] READS = {{"ec2", "DescribeInstances"}, {"ec2", "DescribeNetworkInterfaces"},
            {"ec2", "DescribeVolumes"}, {"sts", "AssumeRole"}, {"kms", "Decrypt"}, {"ssm", "UpdateInstanceInformation"},
            {"s3", "GetBucketAcl"}, {"s3", "GetBucketPolicyStatus"}, {"logs", "DescribeLogGroups"},
            {"monitoring", "DescribeAlarms"}, {"elasticloadbalancing", "DescribeTargetHealth"},
            {"autoscaling", "DescribeAutoScalingGroups"}, {"secretsmanager", "GetSecretValue"},
            {"lambda", "ListFunctions20150331"}, {"ecs", "DescribeTasks"}, {"rds", "DescribeDBInstances"},
            {"dynamodb", "DescribeTable"}, {"sqs", "GetQueueAttributes"}, {"glue", "GetTables"},
            {"athena", "GetQueryExecution"}, {"eks", "DescribeCluster"}, {"organizations", "ListAccounts"}};

    private final List<KeyedRecord> records = new ArrayList<>();

    EverydayTraffic(long seed, long firstSecond, int accounts) {
        Random random = new Random(seed);
        CloudTrailJson json = new CloudTrailJson(random);
        for (int i = 0; i < DIFFERENT; i++) {
            String account = CloudTrailJson.account(random.nextInt(accounts));
            ObjectNode record = call(account, firstSecond, i, random, json);
            records.add(new KeyedRecord(account, firstSecond * 1000 + 30_000, CloudTrailJson.bytes(record)));
        }
    }

    /** A read by a session of some role; the number decides what is seldom. */
    static ObjectNode call(String account, long second, int i, Random random, CloudTrailJson json) {
        String[] read = i % 100 == 1 ? new String[]{"iam", "GetRole"} : READS[random.nextInt(READS.length)];
        ObjectNode record = json.call(account, second, read[0], read[1], true);
        fill(record, i, random, json);
        return record;
    }

    private static void fill(ObjectNode record, int i, Random random, CloudTrailJson json) {
        ObjectNode parameters = (ObjectNode) record.get("requestParameters");
        ArrayNode items = parameters.putObject("filterSet").putArray("items");
        int count = i == 0 ? 1000 : i % 100 == 2 ? 16 + random.nextInt(100) : random.nextInt(13);
        for (int item = 0; item < count; item++) {
            items.addObject().put("name", "resource-id").put("value", "i-0" + json.letters(16));
        }
        if (i % 50 == 3) {
            parameters.put("description", "Überwachung für das Büro in Zürich");
        } else if (i % 50 == 4) {
            parameters.put("policyText", "{\"Version\":\"2012-10-17\",\n\"Statement\":[]}");
        }
    }

    /** Returns the record with a number; there are as many as one wants. */
    KeyedRecord record(long number) {
        return records.get((int) (number % DIFFERENT));
    }

    /** Returns the length of the record that is as long as a share of all, from 0 to 1, or longer than they. */
    int length(double share) {
        int[] sorted = records.stream().mapToInt(record -> record.json().length).sorted().toArray();
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }
}
