package io.sparkhistory.gateway.kubernetes;

import io.sparkhistory.informers.InformerEvents;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What went wrong with lists and watches so far. */
final class Trouble implements InformerEvents {
  final Set<String> watched = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> broken = new ConcurrentHashMap<>();
  private final Map<String, Integer> skipped = new ConcurrentHashMap<>();

  @Override
  public void watched(String resource) {
    watched.add(resource);
  }

  @Override
  public void watchBroken(String resource) {
    broken.merge(resource, 1, Integer::sum);
  }

  @Override
  public void objectSkipped(String resource) {
    skipped.merge(resource, 1, Integer::sum);
  }

  int broken(String resource) {
    return broken.getOrDefault(resource, 0);
  }

  int skipped(String resource) {
    return skipped.getOrDefault(resource, 0);
  }
}
