/**
 * Tests of the controller. {@code DecisionTest} is the specification of what is done about a
 * resource, by the table {@code decisions.csv}. The others run the provisioner against the stand-in
 * for an API server.
 *
 * <p>Life of a resource: {@code FirstStartIT} its first start, {@code SleepIT} visits, sleep and
 * cleaning, {@code RestartIT} pods that fail, {@code SparkVersionIT} and {@code ApplicationsIT}
 * what a listing changes, {@code DeletionIT} its end, {@code TerminationIT} the end of its
 * namespace or definition.
 *
 * <p>Objects: {@code ProvisionerIT} which are made of resources, profiles, the mesh and defaults,
 * {@code MendingIT} that changes of others are undone, {@code StoreIT} and {@code StoreClaimsTest}
 * the claim of a store.
 *
 * <p>The provisioner: {@code MeshAtStartIT} its start, {@code ListingsIT} its requests to history
 * servers, {@code ScaleIT} 500 tenants. What tenants and the API server cannot do to it: {@code
 * HostileObjectsIT}, {@code BorrowedLabelsIT}, {@code SecretsIT}. What it may do: {@code RightsIT}.
 */
@NullMarked
package io.sparkhistory.provisioner.control;

import org.jspecify.annotations.NullMarked;
