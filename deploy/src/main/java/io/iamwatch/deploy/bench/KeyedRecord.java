package io.iamwatch.deploy.bench;

/**
 * A record as it is put into a topic.
 *
 * @param account the account, which is the key
 * @param arrival when it arrived at its source, milliseconds since 1970
 * @param json the CloudTrail record
 */
record KeyedRecord(String account, long arrival, byte[] json) {
}
