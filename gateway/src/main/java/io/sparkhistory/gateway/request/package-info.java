/**
 * The life of a request as decisions: {@code RequestGate} is the class to read first. {@code
 * HostPlans} has the plans that need no name, {@code LiveRequests} those for running applications,
 * {@code Refusals} the refusals. {@code StartPages} finds what a start page shows, in the
 * namespaces that {@code VisibleTenants} says.
 *
 * <p>More files than other packages have: what the gate decides is apart from the plans it chooses
 * among, one file for each subject, so that the gate stays on one screen.
 */
@NullMarked
package io.sparkhistory.gateway.request;

import org.jspecify.annotations.NullMarked;
