/**
 * Tests of clients' connections. {@code ClientStateTest} drives the state machine without sockets,
 * by {@code Machine} and the table client-states.csv, and {@code SlowClientTest} slow clients, on a
 * clock that the test moves; the others are for what only sockets show.
 *
 * <p>What goes well: {@code ForwardingIT}, {@code ForwardedFieldsIT}, {@code ForwardedResponsesIT},
 * {@code StreamingIT}, {@code LocalResponsesIT}, {@code PeopleAndProgramsIT}, {@code
 * TenantHostsIT}, {@code SeenAcceptsTest}, {@code StartCostIT}. Waiting: {@code WakeRacesIT},
 * {@code SlowPageIT}, {@code WaitingLimitsIT}. The gateway's own pages: {@code StartPageIT}, {@code
 * FindApplicationIT}.
 *
 * <p>Running applications, whose drivers are treated as history servers are: {@code LiveIT}, {@code
 * LiveLinksIT} links, {@code LiveFaultsIT} drivers that break, {@code LivePoliciesIT} policies that
 * keep the gateway out; visited by {@code LiveVisits}.
 *
 * <p>Limits: {@code ConnectionLimitsIT}, {@code MessageLimitsIT}, {@code OverloadIT}, {@code
 * TimeoutsIT}, {@code StarvationIT}. Faults: {@code FaultsIT}, {@code ResourceFaultsIT}, {@code
 * RetryIT}, {@code DeadConnectionsIT}, {@code ClosedConnectionIT}, {@code EarlyResponseIT}, {@code
 * UnfinishedRequestIT}, {@code LastResponseIT}, {@code StalledLoopIT}. Restarts: {@code DrainIT},
 * {@code RolloutIT}.
 *
 * <p>Attacks: {@code ConformanceIT} and {@code SmugglingIT} framing, {@code IdentityIT} names,
 * {@code FenceIT} documents, {@code SecretsIT} and {@code TokensIT} what must not come out.
 *
 * <p>Fixtures that need classes of {@code proxy}: {@code Machine} is the proxy without sockets,
 * with {@code EmbeddedClient} and {@code EmbeddedUpstream} around it; {@code Gateway} is one in
 * this process, {@code ReportedEvents} what it reports, {@code Crowd} its clients, {@code
 * FullBacklog} a server to which no connection opens. Clients and history servers on sockets, and
 * the gateway as a process, are in package {@code fixture}.
 */
@NullMarked
package io.sparkhistory.gateway.proxy;

import org.jspecify.annotations.NullMarked;
