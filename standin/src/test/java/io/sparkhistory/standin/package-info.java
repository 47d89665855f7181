/**
 * Tests of the stand-in's rules, without HTTP: {@code StoreTest} objects and their history, {@code
 * OwnershipTest} server-side apply, {@code StrategicMergeTest} strategic merge patches, {@code
 * DefinitionsTest} kinds that come and go, {@code PageTest} lists in pages, {@code RbacTest} who
 * may do what. Its faults are seen in tests of the gateway.
 */
@NullMarked
package io.sparkhistory.standin;

import org.jspecify.annotations.NullMarked;
