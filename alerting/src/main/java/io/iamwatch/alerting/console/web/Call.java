package io.iamwatch.alerting.console.web;

import io.iamwatch.alerting.console.page.Reader;
import io.iamwatch.alerting.console.web.Access.Caller;
import java.util.Map;

/**
 * A request whose caller is known.
 *
 * @param uid the incident that the path names; empty where it names none
 * @param caller who asks; a stranger only where anybody may
 * @param fields what a request that may change something sends
 * @param reader the same caller, as pages address them
 */
record Call(Request request, String uid, Caller caller, Map<String, String> fields, Reader reader) {
}
