/** HTTP: who asks, whether they may, which page or document answers. */
package io.iamwatch.alerting.console.web;
