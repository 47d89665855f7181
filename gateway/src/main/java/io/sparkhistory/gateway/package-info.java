/**
 * The gateway: one reverse proxy in front of every tenant's history server. {@code Main} wires the
 * packages below; none of them knows this one.
 *
 * <p>More than nine files, because every option has one place: {@code Options} is the table, {@code
 * Kind} how values are read, {@code CommandLine} how they are given, {@code Help} how they are
 * shown, {@code Settings} how mistakes are gathered, {@code GatewayConfig}, {@code Tenancy} with
 * {@code LocalMode} and {@code KubernetesMode}, and {@code UserProof} what comes of them.
 */
@NullMarked
package io.sparkhistory.gateway;

import org.jspecify.annotations.NullMarked;
