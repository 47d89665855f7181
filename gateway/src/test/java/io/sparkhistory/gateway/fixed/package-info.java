/**
 * Tests of tenants from a file: {@code TenantsParserTest} the file, {@code FixedTenantsTest} who
 * may look at what is in it and how a change is noticed, {@code FixedTenantsContractTest} that they
 * are {@code Backends}.
 */
@NullMarked
package io.sparkhistory.gateway.fixed;

import org.jspecify.annotations.NullMarked;
