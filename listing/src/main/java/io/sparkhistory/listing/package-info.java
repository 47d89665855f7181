/**
 * Reader of a history server's list of applications ({@code GET /api/v1/applications}).
 *
 * <p>The list is a tenant's: its server is a pod in the tenant's namespace, and the names in it
 * come from event logs. {@code ApplicationList} reads it with bounds and keeps only what it can
 * trust to be text, a time or an identifier. {@code PlainText} says what text may hold.
 */
@NullMarked
package io.sparkhistory.listing;

import org.jspecify.annotations.NullMarked;
