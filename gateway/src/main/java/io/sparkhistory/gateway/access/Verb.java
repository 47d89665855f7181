package io.sparkhistory.gateway.access;

/** The verb of Kubernetes RBAC that a request needs. */
public enum Verb {
  /** Look at it. */
  GET,
  /** Change something through it. */
  UPDATE
}
