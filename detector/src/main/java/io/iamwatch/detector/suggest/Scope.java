package io.iamwatch.detector.suggest;

import io.iamwatch.detector.iam.Grade;
import io.iamwatch.detector.rules.Principal;

/**
 * What alerts have in common that one entry can cover without covering more.
 *
 * @param principal who made all of the calls
 * @param target the target's name; no pattern
 * @param maxGrade the grade that was reached
 */
record Scope(Principal principal, String account, String target, Grade maxGrade) {
}
