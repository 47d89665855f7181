/**
 * The controller. {@code SparkHistoryServerReconciler.reconcile} is the method to read first:
 *
 * <ol>
 *   <li>observe: {@code Observer} reads the cluster ({@code OwnedSources}, {@code ObservedState})
 *       and compares it with what the resource asks for ({@code TenantObjects}); nothing is written
 *   <li>decide: {@code Decision} is a pure function of the {@code Observation} and of the place in
 *       the start queue ({@code Demand}, {@code Admission})
 *   <li>apply: {@code Interpreter} writes the objects
 *   <li>report: {@code Reporter} writes the status
 * </ol>
 *
 * <p>{@code Listings} asks awake servers for their lists of applications, and reconciles a tenant
 * when something else becomes known: {@code Known.complete} when the first listing after a start is
 * complete, which ends a cleaning, and {@code Known.listed} whenever the list has changed.
 *
 * <p>{@code ProvisionerOperator} wires all of it. More files than other packages have, because each
 * step is a class of its own and so is each thing in the cluster that a step depends on.
 */
@NullMarked
package io.sparkhistory.provisioner.control;

import org.jspecify.annotations.NullMarked;
