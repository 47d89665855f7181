package io.sparkhistory.provisioner.spec;

import io.fabric8.kubernetes.api.model.Quantity;
import io.sparkhistory.api.Reason;
import io.sparkhistory.api.SparkHistoryServerSpec;
import io.sparkhistory.api.SparkHistoryServerSpec.Store;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Volume of a store that is kept while the server sleeps.
 *
 * @param storageClassName class of the volume; empty for the cluster's default class
 */
public record KeptStore(Quantity size, Optional<String> storageClassName) {
  /** Smallest volume: below it the listing alone may fill it. */
  private static final Quantity SMALLEST = new Quantity("1Gi");

  private static final BigDecimal MEBIBYTE = BigDecimal.valueOf(1024L * 1024);

  /** The volume of a spec; empty when none is asked for, as by the size 0. */
  static Optional<KeptStore> of(SparkHistoryServerSpec merged) {
    Store store = merged.store();
    if (store == null || store.size() == null || isZero(store.size())) {
      return Optional.empty();
    }
    return Optional.of(new KeptStore(store.size(), Optional.ofNullable(store.storageClassName())));
  }

  /** Refuses a volume that is too small to be of use. */
  static void check(SparkHistoryServerSpec merged, List<Refusal> refusals) {
    of(merged)
        .filter(store -> compare(store.size(), SMALLEST) < 0)
        .map(
            store ->
                new Refusal(
                    Reason.INVALID_SPEC,
                    "A store of "
                        + store.size()
                        + " is too small: set store.size to at least "
                        + SMALLEST
                        + ", or to 0 for a store that is not kept."))
        .ifPresent(refusals::add);
  }

  /** Compares two quantities. */
  public static int compare(Quantity one, Quantity other) {
    return one.getNumericalAmount().compareTo(other.getNumericalAmount());
  }

  /** Most of it that Spark may fill, in mebibytes: a fifth stays free for what RocksDB rewrites. */
  long usableMebibytes() {
    return size.getNumericalAmount()
        .divideToIntegralValue(MEBIBYTE)
        .multiply(BigDecimal.valueOf(4))
        .divideToIntegralValue(BigDecimal.valueOf(5))
        .longValue();
  }

  private static boolean isZero(Quantity size) {
    return size.getNumericalAmount().signum() == 0;
  }
}
