/**
 * Tests of the custom resource: {@code SparkHistoryServerTest} how it is written, {@code
 * CustomResourceDefinitionTest} that the committed schema is the model's ({@code SchemaFinish}
 * completes the generated one), {@code PathPrefixTest} and {@code TenantHostPatternTest} their
 * values.
 */
@NullMarked
package io.sparkhistory.api;

import org.jspecify.annotations.NullMarked;
