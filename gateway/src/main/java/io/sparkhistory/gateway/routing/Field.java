package io.sparkhistory.gateway.routing;

/**
 * The header fields that the gateway treats in a way of their own. {@code FieldNames} finds the one
 * that a name belongs to, {@code HeaderRules} says what becomes of it.
 */
public enum Field {
  /**
   * Any end-to-end field without a rule. It is left out of requests, because no history server is
   * known to read it, and passed on in responses.
   */
  OTHER,

  /**
   * End-to-end fields of a request that history servers read, without another rule. Not in a
   * trailer section, for the reason of {@link #HEAD_ONLY}.
   */
  FORWARDED,
  /** Fields of a request that the operator names in addition; in a trailer section, too. */
  FORWARDED_BY_OPTION,

  HOST,
  CONTENT_LENGTH,
  TRANSFER_ENCODING,
  CONNECTION,
  /** Hop-by-hop (RFC 9110, section 7.6.1), such as Keep-Alive, TE, Proxy-Connection. */
  HOP_BY_HOP,
  UPGRADE,
  EXPECT,
  TRAILER,
  /** How many more intermediaries an OPTIONS or TRACE may pass (RFC 9110, section 7.6.2). */
  MAX_FORWARDS,
  VIA,
  DATE,
  ACCEPT,
  TRACEPARENT,

  /** The header that carries the authenticated user, {@code kubeflow-userid} by default. */
  USER,
  /** The header that carries the user's groups, {@code kubeflow-groups} by default. */
  GROUPS,
  /** What the sidecar says of the peer's certificate: {@code X-Forwarded-Client-Cert}. */
  CLIENT_CERTIFICATE,
  X_FORWARDED_FOR,
  X_FORWARDED_PROTO,
  X_FORWARDED_HOST,
  /**
   * A name that a careless reader could take for one of the guarded fields, such as {@code
   * kubeflow_userid} or {@code X_Forwarded_For}.
   */
  LOOK_ALIKE,
  COOKIE,
  /** {@code Authorization}, which may carry a token that backs the user header. */
  AUTHORIZATION,
  /**
   * Fields by which proxies tell each other who the visitor is, what was asked for and what to do,
   * such as {@code X-Auth-Request-User}, {@code Forwarded} and {@code X-Accel-Redirect}. A tenant's
   * server may not say them to those in front of the gateway.
   */
  BETWEEN_PROXIES,

  /** {@code Sec-Purpose}, {@code Purpose}, {@code X-Moz}: a prefetch says so here. */
  PURPOSE,
  /** {@code Sec-Fetch-Mode}: {@code navigate} for a page that a person opens. */
  FETCH_MODE,
  /** {@code Prefer} (RFC 7240): how long a client is prepared to wait. */
  PREFER,

  /** {@code Content-Type}: whether a browser may show a response as a document. */
  CONTENT_TYPE,

  LOCATION,
  CONTENT_LOCATION,
  REFRESH,
  SET_COOKIE,

  /**
   * What a response says to the browser about the whole site, or asks of its visitor in the site's
   * name, such as Clear-Site-Data and WWW-Authenticate. All tenants share one site, so none of them
   * may say it.
   */
  SITE_WIDE,

  /**
   * End-to-end fields of responses that a trailer section may not hold because they say how a
   * message is to be handled before its content is read (RFC 9110, section 6.5.1), such as Vary and
   * Expires.
   */
  HEAD_ONLY;
}
