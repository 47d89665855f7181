/**
 * The gateway on Kubernetes: who may look, and where the history servers are. The only package that
 * knows the API server.
 *
 * <pre>
 * KubernetesCluster     opens and closes the rest, and says how good the view is
 *   ApiServer           the client: one list, one watch, one call at a time, each with its limits
 *   Informers           one for each kind of object that is watched
 *     ResilientInformer a list that is kept up to date, whatever happens to the watch
 *     KeysOnly          what an informer must remember of it
 *   KubernetesBackends  the map that requests read; KnownTenant is one entry of it
 *     Reported          what a SparkHistoryServer says of itself, as a state
 *     ReadyEndpoint     where an EndpointSlice says that it listens
 *     FirstListing      whether it has read its list of logs, when it has just started
 *   ActivityLeases      the gateway's only writes
 *   SubjectAccessReviews  asks RBAC; BoundSubjects guesses who might be let in, for the landing page
 * </pre>
 *
 * More files than other packages have, because a file for each kind of object that is read or
 * written is easier to check against the RBAC rules than two in one.
 */
@NullMarked
package io.sparkhistory.gateway.kubernetes;

import org.jspecify.annotations.NullMarked;
