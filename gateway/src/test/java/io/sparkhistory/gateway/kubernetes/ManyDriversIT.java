package io.sparkhistory.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.backend.Driver;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What 20,000 drivers in 5,000 namespaces cost that run at the same time, and that nothing of them
 * is left when they are gone: 60,000 come and go, with a new name and id each.
 */
@Tag("slow")
class ManyDriversIT {
  private static final Logger LOG = LoggerFactory.getLogger(ManyDriversIT.class);
  private static final int NAMESPACES = 5000;
  private static final int DRIVERS = 20_000;
  private static final int LAST = DRIVERS - 1;
  private static final int ROUNDS = 3;
  private static final long KIBIBYTE = 1 << 10;
  private static final Duration SOON = Duration.ofMinutes(5);

  private final Cluster cluster = new Cluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void twentyThousandDriversThatComeAndGoLeaveNothingBehind() {
    cluster.server(namespace(LAST), "Asleep", ", liveApplications: true");
    cluster.openAndWait();
    // what is made once, such as buffers of the watches, is no cost of drivers
    appear(0, 200);
    disappear(0, 200);
    long without = used();
    appear(0, DRIVERS);
    long atFirst = used();
    for (int round = 1; round < ROUNDS; round++) {
      for (int i = 0; i < DRIVERS; i++) {
        remove(round - 1, i);
        add(round, i);
      }
      cluster.driverBecomes(namespace(LAST), "spark-" + round + "-" + LAST, Driver.Running.class);
      knows(DRIVERS);
    }
    long atLast = used();
    disappear(ROUNDS - 1, DRIVERS);
    long after = used();
    LOG.info(
        "heap, with the stand-in: {} KiB, with {} drivers {} KiB, after {} more {} KiB, without {}"
            + " KiB",
        without / KIBIBYTE,
        DRIVERS,
        atFirst / KIBIBYTE,
        (ROUNDS - 1) * DRIVERS,
        atLast / KIBIBYTE,
        after / KIBIBYTE);
    assertThat(drivers().isEmpty()).isTrue();
    assertThat(after - without).isLessThan(4096 * KIBIBYTE);
    assertThat(atLast - atFirst).isLessThan(4096 * KIBIBYTE);
  }

  /** What the gateway has for each, apart from the stand-in. */
  @Test
  void aDriverCostsLessThanAKibibyteAndAHalf() {
    for (int i = 0; i < DRIVERS; i++) {
      add(0, i);
    }
    long before = used();
    cluster.openAndWait();
    knows(DRIVERS);
    // the first answers come before the last page of the list is let go
    Eventually.that(
        () -> {
          long each = (used() - before) / DRIVERS;
          LOG.info("a driver costs {} bytes of heap", each);
          assertThat(each).isLessThan(1536);
        });
  }

  private void appear(int round, int count) {
    for (int i = 0; i < count; i++) {
      add(round, i);
    }
    knows(count);
  }

  private void disappear(int round, int count) {
    for (int i = 0; i < count; i++) {
      remove(round, i);
    }
    knows(0);
  }

  private void add(int round, int i) {
    String address = "10." + i / 65536 + "." + i / 256 % 256 + "." + i % 256;
    cluster.driver(namespace(i), pod(round, i), "spark-" + round + "-" + i, address);
  }

  private void remove(int round, int i) {
    cluster.standIn.delete("pods", namespace(i), pod(round, i));
  }

  private void knows(int count) {
    Eventually.holds(SOON, () -> drivers().size() == count);
  }

  private static String namespace(int i) {
    return "ns-" + i % NAMESPACES;
  }

  private static String pod(int round, int i) {
    return "daily-revenue-" + round + "-" + i + "-driver";
  }

  private KubernetesDrivers drivers() {
    return (KubernetesDrivers) cluster.view().backends().drivers();
  }

  /** The least of some collections, because other threads make garbage meanwhile. */
  private long used() {
    cluster.standIn.dropHistory();
    cluster.standIn.calls().forget();
    return List.of(1, 2, 3).stream()
        .mapToLong(
            i -> {
              ManagementFactory.getMemoryMXBean().gc();
              return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            })
        .min()
        .orElseThrow();
  }
}
