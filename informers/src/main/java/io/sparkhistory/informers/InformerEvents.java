package io.sparkhistory.informers;

/** Listener for faults of lists and watches. Called by several threads; must not block. */
public interface InformerEvents {
  /**
   * Objects of this kind are listed and watched from now on; called more than once.
   *
   * @param resource plural of the kind, such as {@code pods}
   */
  void watched(String resource);

  /** A watch ended for another reason than its time, or could not be opened. */
  void watchBroken(String resource);

  /** An object was skipped in a list or a watch, because it cannot be read. */
  void objectSkipped(String resource);
}
