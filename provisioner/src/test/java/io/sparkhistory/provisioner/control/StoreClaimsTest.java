package io.sparkhistory.provisioner.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.sparkhistory.api.Reason;
import io.sparkhistory.provisioner.spec.KeptStore;
import io.sparkhistory.provisioner.state.StoreTrouble;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreClaimsTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

  private final StoreClaims claims = new StoreClaims();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // asked | there is | applied | reason
        "10Gi |      |              | 10Gi |      |",
        "10Gi | fast |              | 10Gi | fast |",
        "10Gi |      | 10Gi standard | 10Gi |     |",
        "20Gi |      | 10Gi standard | 20Gi |     |",
        "20Gi | fast | 10Gi fast    | 20Gi | fast |",
        "5Gi  |      | 10Gi standard | 10Gi |     | StoreNotShrunk",
        "5Gi  | fast | 10Gi fast    | 10Gi | fast | StoreNotShrunk",
        "20Gi | slow | 10Gi fast    | 20Gi | fast | StoreClassKept",
        "5Gi  | slow | 10Gi fast    | 10Gi | fast | StoreClassKept"
      })
  void aClaimGrowsAndKeepsEverythingElse(
      String size,
      @Nullable String storageClass,
      @Nullable String actual,
      String applied,
      @Nullable String appliedClass,
      @Nullable String reason) {
    StoreClaims.Possible possible =
        claims.possible(
            "team-a", store(size, storageClass), Optional.ofNullable(actual).map(this::claim), NOW);

    assertThat(possible.store()).isEqualTo(store(applied, appliedClass));
    assertThat(possible.trouble().map(StoreTrouble::reason).map(Reason::text))
        .isEqualTo(Optional.ofNullable(reason));
  }

  @Test
  void growthThatWasRefusedIsTriedAgainLaterOrWithAnotherSize() {
    Optional<PersistentVolumeClaim> claim = Optional.of(claim("10Gi standard"));
    KeptStore asked = store("20Gi", null);
    claims.refused("team-a", asked, "only dynamically provisioned pvc can be resized", NOW);

    StoreClaims.Possible possible = claims.possible("team-a", asked, claim, NOW);
    assertThat(possible.store()).isEqualTo(store("10Gi", null));
    assertThat(possible.trouble().orElseThrow().reason()).isEqualTo(Reason.STORE_NOT_GROWN);
    assertThat(possible.trouble().orElseThrow().message())
        .contains("10Gi", "20Gi", "allowVolumeExpansion", "only dynamically provisioned");

    assertThat(claims.possible("team-b", asked, claim, NOW).store()).isEqualTo(asked);
    KeptStore more = store("30Gi", null);
    assertThat(claims.possible("team-a", more, claim, NOW).store()).isEqualTo(more);
    assertThat(claims.possible("team-a", asked, claim, NOW.plus(StoreClaims.AGAIN)).store())
        .isEqualTo(asked);
  }

  private static KeptStore store(String size, @Nullable String storageClass) {
    return new KeptStore(new Quantity(size), Optional.ofNullable(storageClass));
  }

  private PersistentVolumeClaim claim(String sizeAndClass) {
    String[] parts = sizeAndClass.split(" ", -1);
    return new PersistentVolumeClaimBuilder()
        .withNewSpec()
        .withStorageClassName(parts[1])
        .withNewResources()
        .withRequests(Map.of("storage", new Quantity(parts[0])))
        .endResources()
        .endSpec()
        .build();
  }
}
