/**
 * Tests of the effective spec: {@code EffectiveSpecTest} defaults and refusals (by {@code
 * refusals.csv}), {@code DefaultsTest} the file of defaults, {@code SparkPropertiesTest} the
 * properties, {@code SparkVersionTest} versions, {@code SecretsTest} the redaction of secrets.
 */
@NullMarked
package io.sparkhistory.provisioner.spec;

import org.jspecify.annotations.NullMarked;
