package io.iamwatch.alerting.console.page;

/**
 * For whom a page is.
 *
 * @param name the name of the analyst
 * @param typesName whether that name is typed into forms, since nobody is asked who they are
 * @param leaves whether there is a session to be ended
 * @param csrf the secret that forms carry
 */
public record Reader(String name, boolean typesName, boolean leaves, String csrf) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "Reader[" + name + "]";
    }
}
