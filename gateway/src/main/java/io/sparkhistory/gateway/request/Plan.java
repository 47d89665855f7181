package io.sparkhistory.gateway.request;

import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Drivers;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.routing.Tenant;
import java.util.List;

/** Decision about a request: made by {@code RequestGate}, carried out by the proxy. */
public sealed interface Plan {

  /** Who asked, as far as it is known; empty otherwise. For the access log. */
  default String user() {
    return "";
  }

  /** The namespace that was asked for, as far as it is known; empty otherwise. */
  default String namespace() {
    return "";
  }

  /** Why access was given or refused; empty when nobody was asked. */
  default String access() {
    return "";
  }

  /** Calls the visitor's method for this kind of plan. A new kind breaks every visitor's build. */
  <A> void accept(Visitor<A> visitor, A argument);

  /**
   * Carries out plans: one method for each kind.
   *
   * @param <A> what a plan is carried out on
   */
  interface Visitor<A> {
    void forward(Forward plan, A argument);

    void live(Live plan, A argument);

    void ended(Ended plan, A argument);

    void running(Running plan, A argument);

    void findApplication(FindApplication plan, A argument);

    void await(Wait plan, A argument);

    void status(Status plan, A argument);

    void landing(Landing plan, A argument);

    void redirect(Redirect plan, A argument);

    void asset(Asset plan, A argument);

    void fenceReport(FenceReport plan, A argument);

    void refuse(Refuse plan, A argument);
  }

  /** A plan for a caller who is known. */
  sealed interface ForCaller extends Plan {
    Caller caller();

    @Override
    default String user() {
      return caller().user();
    }
  }

  /** A plan about a namespace at which the caller may look. */
  sealed interface InNamespace extends ForCaller {
    Tenant tenant();

    @Override
    default String namespace() {
      return tenant().namespace();
    }
  }

  /** Pass the request on to where a tenant runs something. */
  sealed interface Upstream extends InNamespace {
    Endpoint endpoint();

    /** Index in the head of the slash at which the path of the one asked begins. */
    int rest();
  }

  /**
   * Pass the request on to a history server.
   *
   * @param application whose event log the server has to read for it; empty: nobody's
   */
  record Forward(
      Tenant tenant,
      Caller caller,
      String access,
      Backend.Ready backend,
      int rest,
      String application)
      implements Upstream {
    @Override
    public <A> void accept(Visitor<A> visitor, A argument) {
      visitor.forward(this, argument);
    }

    @Override
    public Endpoint endpoint() {
      return backend.endpoint();
    }
  }

  /**
   * Pass the request on to the driver of a running application.
   *
   * @param gatewayNamespace see {@link Drivers#gatewayNamespace}
   */
  record Live(
      Tenant tenant,
      Caller caller,
      String access,
      Endpoint endpoint,
      int rest,
      String application,
      String gatewayNamespace)
      implements Upstream {
    @Override
    public <A> void accept(Visitor<A> visitor, A argument) {
      visitor.live(this, argument);
    }
  }

  /**
   * The application does not run: show where its history is.
   *
   * @param location path-absolute
   */
  record Ended(Tenant tenant, Caller caller, String access, String location)
      implements InNamespace {
    @Override
    public <A> void accept(Visitor<A> visitor, A argument) {
      visitor.ended(this, argument);
    }
  }

  /** List what runs in a namespace. */
  record Running(
      Tenant tenant, Caller caller, String access, List<Drivers.Application> applications)
      implements InNamespace {
    public Running {
      applications = List.copyOf(applications);
    }

    @Override
    public <A> void accept(Visitor<A> visitor, A argument) {
      visitor.running(this, argument);
    }
  }

  /**
   * Show an application, in whichever of the namespaces it is that the caller may see.
   *
   * @param wakes whether a person asks for the servers to be woken that may have it
   */
  record FindApplication(Caller caller, String application, boolean wakes) implements ForCaller {
    @Override
    public <A> void accept(Visitor<A> visitor, A argument) {
      visitor.findApplication(this, argument);
    }
  }

  /**
   * The server sleeps or starts: show that, or hold the client. It has been woken if it may be.
   *
   * @param running how many applications run meanwhile
   */
  record Wait(Tenant tenant, Caller caller, String access, Backend backend, int running)
      implements InNamespace {
    /** While nothing runs. */
    public Wait(Tenant tenant, Caller caller, String access, Backend backend) {
      this(tenant, caller, access, backend, 0);
    }

    @Override
    public <A> void accept(Visitor<A> visitor, A argument) {
      visitor.await(this, argument);
    }
  }

  /**
   * Tell the waiting page how far the server is.
   *
   * @param application for which the state is; empty: for any
   */
  record Status(Tenant tenant, Caller caller, String access, Backend backend, String application)
      implements InNamespace {
    @Override
    public <A> void accept(Visitor<A> visitor, A argument) {
      visitor.status(this, argument);
    }
  }

  /** Show the caller the namespaces that they may see. */
  record Landing(Caller caller) implements ForCaller {
    @Override
    public <A> void accept(Visitor<A> visitor, A argument) {
      visitor.landing(this, argument);
    }
  }

  /**
   * Send the client to another path of the gateway, or to another host of it.
   *
   * @param location path-absolute on this host, or absolute
   * @param status 308 for good, 302 and 307 for this time
   */
  record Redirect(String location, int status, String user, String namespace) implements Plan {
    @Override
    public <A> void accept(Visitor<A> visitor, A argument) {
      visitor.redirect(this, argument);
    }

    /** For whoever asks. */
    public Redirect(String location, int status) {
      this(location, status, "", "");
    }
  }

  /** Serve a file of the gateway's own pages. */
  record Asset(String name) implements Plan {
    @Override
    public <A> void accept(Visitor<A> visitor, A argument) {
      visitor.asset(this, argument);
    }
  }

  /** Count that a browser has reported a violation of a page's policy. */
  record FenceReport(Caller caller) implements ForCaller {
    @Override
    public <A> void accept(Visitor<A> visitor, A argument) {
      visitor.fenceReport(this, argument);
    }
  }

  /**
   * Do nothing of what was asked.
   *
   * @param reason what is wrong, a sentence for the client
   * @param nextStep what to do about it, a sentence
   * @param example something to copy, such as YAML; may be empty
   * @param failure more about a server that failed
   */
  record Refuse(
      Outcome outcome,
      String reason,
      String nextStep,
      String example,
      String user,
      String namespace,
      String access,
      Failure failure)
      implements Plan {
    @Override
    public <A> void accept(Visitor<A> visitor, A argument) {
      visitor.refuse(this, argument);
    }

    /**
     * What of a server failed, for programs.
     *
     * @param cause see {@link Backend.Failed#cause}; empty: no server failed
     * @param application the one that cannot be opened; empty: none can
     */
    public record Failure(String cause, String application) {
      public static final Failure NONE = new Failure("", "");
    }

    /** A refusal for another reason than a failed server. */
    public Refuse(
        Outcome outcome,
        String reason,
        String nextStep,
        String example,
        String user,
        String namespace,
        String access) {
      this(outcome, reason, nextStep, example, user, namespace, access, Failure.NONE);
    }

    /** A refusal that concerns nobody in particular. */
    public static Refuse of(Outcome outcome, String reason, String nextStep) {
      return new Refuse(outcome, reason, nextStep, "", "", "", "");
    }
  }
}
