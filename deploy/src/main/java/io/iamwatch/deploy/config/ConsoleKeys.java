package io.iamwatch.deploy.config;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;

/** The keys of the web console. */
final class ConsoleKeys {

    private ConsoleKeys() {
    }

    static ConfigDef define(ConfigDef definition) {
        return definition
                .define(Keys.CONSOLE_PORT, ConfigDef.Type.INT, 9465, Range.between(-1, Keys.MOST_PORTS),
                        Importance.MEDIUM,
                        "The port of the web console and its REST API, which alerting serves; 0 for any free one, "
                                + "which the log tells; -1 for no console. Alerting services on one machine need "
                                + "different ones. Each shows all incidents.")
                .define(Keys.CONSOLE_ADDRESS, ConfigDef.Type.STRING, "127.0.0.1", Validators.address(),
                        Importance.MEDIUM,
                        "The address of the console. On loopback everybody on this machine may use it, under the name "
                                + "that they type, unless one of the keys below is set; beyond it one has to be. It is "
                                + "served on https, with the key of health and metrics, where "
                                + "http.ssl.keystore.location is set; callers need no certificate for it.")
                .define(Keys.CONSOLE_TOKEN, ConfigDef.Type.PASSWORD, null, Validators.token(), Importance.MEDIUM,
                        "What users of the console have to show: programs as `Authorization: Bearer …`, people once, "
                                + "together with the name under which they act, for a session of 12 hours. Who has it "
                                + "can take any name. On http it can be overheard. Keep it elsewhere: "
                                + "`${file:/etc/iamwatch/secrets.properties:console.token}`.")
                .define(Keys.CONSOLE_USER_HEADER, ConfigDef.Type.STRING, null, Validators.header(), Importance.MEDIUM,
                        "The header in which a proxy says who its user is, such as X-Remote-User; that name stands in "
                                + "the log of commands. The proxy has to remove it from what its callers send. It "
                                + "needs console.proxy.addresses.")
                .define(Keys.CONSOLE_PROXIES, ConfigDef.Type.LIST, List.of(), Validators.addresses(),
                        Importance.MEDIUM,
                        "The addresses, by number, from which that header is believed, several separated by commas. "
                                + "From others it is not: they are answered only with console.token, where that is "
                                + "set.");
    }
}
