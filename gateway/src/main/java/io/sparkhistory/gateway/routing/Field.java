package io.sparkhistory.gateway.routing;

/**
 * The header fields that the gateway treats in a way of their own. Everything else is {@link
 * #OTHER} and passed on. {@code FieldNames} finds the one that a name belongs to, {@code
 * HeaderRules} says what becomes of it.
 */
public enum Field {
  /** Any end-to-end field without a rule. */
  OTHER,

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
   * A name that a careless reader could take for one of the identity or forwarding fields, such as
   * {@code kubeflow_userid}, {@code X_Forwarded_For} or {@code Forwarded}.
   */
  LOOK_ALIKE,
  COOKIE,
  /** {@code Authorization}, which may carry a token that backs the user header. */
  AUTHORIZATION,
  /** Other carriers of the visitor's session. */
  CREDENTIAL,

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
   * End-to-end fields without another rule that a trailer section may not hold because they say how
   * a message is to be handled before its content is read (RFC 9110, section 6.5.1), such as
   * Content-Encoding and Cache-Control.
   */
  HEAD_ONLY;
}
