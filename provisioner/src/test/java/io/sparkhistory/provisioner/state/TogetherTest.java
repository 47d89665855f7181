package io.sparkhistory.provisioner.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.program.commandline.Program;
import io.sparkhistory.program.commandline.Refused;
import io.sparkhistory.provisioner.configuration.ProvisionerConfig;
import io.sparkhistory.provisioner.configuration.ProvisionerProgram;
import io.sparkhistory.provisioner.state.StartQueue.Kind;
import io.sparkhistory.provisioner.state.StartQueue.Ticket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.junit.jupiter.api.Test;

/**
 * Twenty servers that are woken in the same moment, on two CPUs that they share: each start needs
 * some CPU time and can use one CPU, as a pod with the default limit.
 */
class TogetherTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
  private static final int SERVERS = 20;
  private static final double CPUS = 2;
  private static final double ALONE = 15;

  @Test
  void theFirstIsUpInItsOwnTimeAndTheLastNoLaterThanAllAtOnce() throws Refused {
    List<Double> atOnce = List.copyOf(upAfter(SERVERS).values());
    List<Double> queued = List.copyOf(upAfter(byDefault()).values());

    assertThat(atOnce.get(0)).isEqualTo(ALONE * SERVERS / CPUS);
    assertThat(queued.get(0)).isEqualTo(ALONE);
    assertThat(queued.get(SERVERS - 1)).isEqualTo(atOnce.get(SERVERS - 1));
    assertThat(queued.get(SERVERS / 2 - 1)).isEqualTo(ALONE * SERVERS / CPUS / 2);
  }

  @Test
  void whoComesFirstIsUpFirst() throws Refused {
    List<String> arrivals = new ArrayList<>();
    for (int i = 0; i < SERVERS; i++) {
      arrivals.add("team-" + i);
    }

    assertThat(upAfter(byDefault()).keySet()).containsExactlyElementsOf(arrivals);
  }

  private static int byDefault() throws Refused {
    Program.Request request = ProvisionerProgram.PROGRAM.read(List.of(), Map.of(), "1");
    return ProvisionerConfig.of(((Program.Request.Run) request).values()).work().maxStarting();
  }

  /** Seconds until each server is up, in the order in which they come up. */
  private static Map<String, Double> upAfter(int places) {
    StartQueue queue = new StartQueue(places);
    Map<String, Double> left = new LinkedHashMap<>();
    Map<String, Double> up = new LinkedHashMap<>();
    for (int i = 0; i < SERVERS; i++) {
      ask(queue, "team-" + i, left);
    }
    double now = 0;
    while (!left.isEmpty()) {
      double speed = Math.min(1, CPUS / left.size());
      double next = left.values().stream().mapToDouble(each -> each).min().orElseThrow() / speed;
      now += next;
      left.replaceAll((server, work) -> work - next * speed);
      for (String server :
          left.entrySet().stream().filter(e -> e.getValue() < 1e-9).map(Entry::getKey).toList()) {
        left.remove(server);
        up.put(server, now);
        queue.release(server).forEach(turn -> ask(queue, turn, left));
      }
    }
    return up;
  }

  private static void ask(StartQueue queue, String server, Map<String, Double> left) {
    if (queue.ask(server, Kind.VISIT, NOW) instanceof Ticket.Go) {
      left.put(server, ALONE);
    }
  }
}
