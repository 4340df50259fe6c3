/** HTML that cannot hold anything but what was meant: text is text, whoever wrote it. */
package io.iamwatch.alerting.console.html;
