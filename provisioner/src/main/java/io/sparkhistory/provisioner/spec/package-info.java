/**
 * What a history server shall be: the resource laid over the cluster's defaults, checked against
 * the admin's limits. Pure values, no cluster.
 */
@NullMarked
package io.sparkhistory.provisioner.spec;

import org.jspecify.annotations.NullMarked;
