package io.sparkhistory.gateway.routing;

/** What a request does with the driver of a running application. */
public enum DriverUse {
  /** Looks at what the history server will show, too. */
  LOOK,
  /** Asks for more than that: thread dumps, and what the gateway does not know of Spark's API. */
  INSPECT,
  /**
   * May change the application or stop it for a moment, as {@code /jobs/job/kill/} and {@code
   * /executors/heapHistogram/} do, or nobody knows what it does.
   */
  ACT
}
