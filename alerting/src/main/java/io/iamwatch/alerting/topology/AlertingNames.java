package io.iamwatch.alerting.topology;

/**
 * Names of operators and stores. The store's name is durable: its changelog topic carries it, and a change of it
 * loses every incident.
 */
final class AlertingNames {

    static final String APPLICATION_ID = "iamwatch-alerting";

    static final String READ_ALERTS = "read-alerts";
    static final String READ_VERDICTS = "read-verdicts";
    static final String GATHER_INCIDENTS = "gather-incidents";
    static final String INCIDENTS_STORE = "incidents";
    static final String OUTBOX_STORE = "outbox";
    static final String KIN_STORE = "kin";
    static final String WRITE_INCIDENTS = "write-incidents";
    static final String WRITE_NOTIFICATIONS = "write-notifications";
    static final String WRITE_REJECTED = "write-rejected";

    private AlertingNames() {
    }
}
