package io.sparkhistory.gateway.access;

/** What a caller wants to do with a history server, in the words of Kubernetes RBAC. */
public enum Verb {
  /** Look at it. */
  GET,
  /** Change something through it. */
  UPDATE
}
