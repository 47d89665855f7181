/**
 * The life of a request as decisions: {@code RequestGate} is the class to read first. {@code
 * StartPages} finds what a start page shows, in the namespaces that {@code VisibleTenants} says.
 *
 * <p>One file more than other packages have, because a start page is a decision, too.
 */
@NullMarked
package io.sparkhistory.gateway.request;

import org.jspecify.annotations.NullMarked;
