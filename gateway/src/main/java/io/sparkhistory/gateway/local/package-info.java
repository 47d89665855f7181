/**
 * Local mode: the tenants are folders of this machine, and their history servers are child
 * processes.
 *
 * <p>{@code LocalBackends} owns one thread, and everything that changes happens on it: it looks for
 * folders, hands out the places of a bounded number of children, and lets each {@code LocalServer}
 * take its next step. Event loops only read what that thread has published. The launcher (module
 * {@code history-server}) runs in the child and ends it when the gateway is gone, however it went.
 *
 * <p>More than nine files, because the child's process, its log, its readiness and its command are
 * each tested on their own.
 */
@NullMarked
package io.sparkhistory.gateway.local;

import org.jspecify.annotations.NullMarked;
