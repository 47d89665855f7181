/**
 * Tests of the gateway on Kubernetes, against {@link io.sparkhistory.standin.ApiServer} over real
 * connections.
 *
 * <p>What is seen: {@code DiscoveryIT} servers and their pods, {@code KnownTenantTest}, {@code
 * ReportedTest} and {@code ReadyEndpointTest} the rules of it, {@code KubernetesBackendsTest} two
 * lists together, {@code KubernetesBackendsContractIT} that they are {@code Backends}, {@code
 * LandingIT} and {@code ManyNamespacesIT} many of them. Drivers of running applications: {@code
 * DriverPodTest} and {@code ServicePodsTest} the rules, {@code DriversIT} in a cluster, {@code
 * ManyDriversIT} 20,000 of them. What is asked and written: {@code AccessIT}, {@code LeasesIT},
 * {@code PermissionsIT}.
 *
 * <p>What goes wrong: {@code SurvivalIT} lists and watches, {@code OutageIT} an absent API server,
 * {@code RotationIT} tokens and certificates, {@code HostileObjectsIT} objects, {@code
 * FirstListingFaultsIT} pages of a tenant's server ({@code FirstListingIT} in module {@code local}
 * has those of a real Spark), {@code TokenGroupsIT} groups that nobody proves. {@code
 * WebSocketWatchIT} is a test of the stand-in with clients that the gateway does not use.
 *
 * <p>Fixtures: {@code Cluster} is the stand-in with a gateway's view of it, {@code Visitor} asks a
 * packaged gateway, {@code Trouble} counts, {@code StandInMain} is for trying by hand.
 */
package io.sparkhistory.gateway.kubernetes;
