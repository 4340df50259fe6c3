package io.iamwatch.deploy.config;

import io.iamwatch.ingest.connect.ConfigurationReference;

/** All keys as a document for people, made of the definitions that check them. */
public final class ConfigReference {

    private static final String HEAD = """
            # Configuration

            Made from the definitions that check it; a test fails when the two differ. One file of properties serves
            all services: `iamwatch run|ingest|detect|alert --config FILE`; `iamwatch config check FILE` tells
            everything that is wrong with it. A key that is unknown, or a value that is not allowed, stops the start.

            ```properties
            data.dir=/var/lib/iamwatch
            kinesis.streams=cloudtrail
            kinesis.region=eu-central-1
            ```

            Each key can be set by an environment variable too, which goes before the file: `http.port` by
            `IAMWATCH_HTTP_PORT`. What stands behind `kafka.` goes to every Kafka client, such as
            `kafka.security.protocol=SASL_SSL`; what stands behind `connect.worker.` to the Connect worker. Any value
            can stand elsewhere: `${file:/etc/iamwatch/secrets.properties:password}`, `${dir:/run/secrets:password}`,
            `${env:PASSWORD}`. AWS credentials come from where the AWS SDK looks for them, never from here.

            """;

    private ConfigReference() {
    }

    /** Returns the whole document as Markdown. */
    public static String markdown() {
        return HEAD + ConfigurationReference.sections(Keys.SERVICES)
                + "\n# A sink\n\nNAME is one of `sinks`. For `sinks=slack-soc`, `sink.slack-soc.url` is set by the "
                + "environment variable `IAMWATCH_SINK_SLACK_SOC_URL` too.\n\n"
                + ConfigurationReference.sections(SinkKeys.of(SinkKeys.prefix("NAME")))
                + "\n# The connector\n\n" + ConfigurationReference.sections(Keys.CONNECTOR);
    }
}
