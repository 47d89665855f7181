package io.sparkhistory.provisioner.control;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.sparkhistory.api.Names;
import io.sparkhistory.api.Reason;
import io.sparkhistory.provisioner.spec.KeptStore;
import io.sparkhistory.provisioner.state.StoreTrouble;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a claim of a store can become. Kubernetes lets a claim grow where its class allows that, and
 * changes nothing else of it; a server runs with the claim that there is, and its status says what
 * was not done.
 */
final class StoreClaims {
  /** Time until growing is tried again that the API server has refused. */
  static final Duration AGAIN = Duration.ofMinutes(10);

  private final Map<String, Refused> refused = new ConcurrentHashMap<>();

  /**
   * What is to be applied.
   *
   * @param store with what can be had of the resource's size and class
   * @param trouble why it is not what the resource asks for
   */
  record Possible(KeptStore store, Optional<StoreTrouble> trouble) {}

  private record Refused(Quantity size, String message, Instant until) {}

  /** What a claim can become; where there is none, what is asked for. */
  Possible possible(
      String namespace, KeptStore asked, Optional<PersistentVolumeClaim> actual, Instant now) {
    Optional<Quantity> size = actual.flatMap(StoreClaims::size);
    if (size.isEmpty()) {
      refused.remove(namespace);
      return new Possible(asked, Optional.empty());
    }
    Optional<String> storageClass =
        Optional.ofNullable(actual.get().getSpec().getStorageClassName());
    boolean sameClass =
        asked.storageClassName().isEmpty() || asked.storageClassName().equals(storageClass);
    // the class is left out where the resource names none: it is the cluster's to fill in
    Optional<String> kept = sameClass ? asked.storageClassName() : storageClass;
    int growth = KeptStore.compare(asked.size(), size.get());
    Optional<Refused> before = growth > 0 ? refusedBefore(namespace, asked, now) : Optional.empty();
    KeptStore store =
        new KeptStore(growth < 0 || before.isPresent() ? size.get() : asked.size(), kept);
    Optional<StoreTrouble> trouble =
        !sameClass
            ? Optional.of(otherClass(namespace, storageClass.orElse("none")))
            : growth < 0
                ? Optional.of(smaller(namespace, asked, size.get()))
                : before.map(refusal -> notGrown(asked, size.get(), refusal));
    return new Possible(store, trouble);
  }

  /** The API server has refused to let a claim grow. */
  void refused(String namespace, KeptStore asked, String message, Instant now) {
    refused.put(namespace, new Refused(asked.size(), message, now.plus(AGAIN)));
  }

  /** The tenant is gone. */
  void forget(String namespace) {
    refused.remove(namespace);
  }

  private Optional<Refused> refusedBefore(String namespace, KeptStore asked, Instant now) {
    return Optional.ofNullable(refused.get(namespace))
        .filter(each -> each.until().isAfter(now))
        .filter(each -> KeptStore.compare(each.size(), asked.size()) == 0);
  }

  private static StoreTrouble smaller(String namespace, KeptStore asked, Quantity size) {
    return new StoreTrouble(
        Reason.STORE_NOT_SHRUNK,
        "The store has "
            + size
            + " and cannot shrink to store.size, "
            + asked.size()
            + ". Set store.size to "
            + size
            + ", or "
            + makeAnew(namespace));
  }

  private static StoreTrouble notGrown(KeptStore asked, Quantity size, Refused refusal) {
    return new StoreTrouble(
        Reason.STORE_NOT_GROWN,
        "The store has "
            + size
            + " and cannot grow to "
            + asked.size()
            + ": its storage class must allow expansion (allowVolumeExpansion), and the quota must"
            + " have room. Kubernetes says: "
            + refusal.message());
  }

  private static StoreTrouble otherClass(String namespace, String storageClass) {
    return new StoreTrouble(
        Reason.STORE_CLASS_KEPT,
        "The store has the storage class "
            + storageClass
            + ", which Kubernetes does not allow to change. Set store.storageClassName to it, or "
            + makeAnew(namespace));
  }

  private static String makeAnew(String namespace) {
    return "delete the claim; the provisioner creates it again when the history server has stopped: kubectl -n "
        + namespace
        + " delete persistentvolumeclaim "
        + Names.RESOURCE_NAME;
  }

  private static Optional<Quantity> size(PersistentVolumeClaim claim) {
    return claim.getSpec() == null || claim.getSpec().getResources() == null
        ? Optional.empty()
        : Optional.ofNullable(claim.getSpec().getResources().getRequests())
            .map(requests -> requests.get("storage"));
  }
}
