package io.sparkhistory.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Store of an informer that keeps only names and versions of objects. The objects themselves, with
 * labels, annotations and managed fields, would cost ten times as much, and what the gateway needs
 * of them it has already taken out.
 *
 * @param <T> kind of the objects
 */
final class KeysOnly<T extends HasMetadata> implements ItemStore<T> {
  private final Map<String, String> versions = new ConcurrentHashMap<>();
  private final Supplier<T> blank;

  /**
   * @param blank makes an object of this kind without any content
   */
  KeysOnly(Supplier<T> blank) {
    this.blank = blank;
  }

  @Override
  public String getKey(T object) {
    return Cache.metaNamespaceKeyFunc(object);
  }

  @Override
  public @Nullable T put(String key, T object) {
    return shell(key, versions.put(key, version(object)));
  }

  @Override
  public @Nullable T remove(String key) {
    return shell(key, versions.remove(key));
  }

  @Override
  public Stream<String> keySet() {
    return versions.keySet().stream();
  }

  @Override
  public Stream<T> values() {
    return versions.entrySet().stream().map(entry -> shell(entry.getKey(), entry.getValue()));
  }

  @Override
  public int size() {
    return versions.size();
  }

  @Override
  public @Nullable T get(String key) {
    return shell(key, versions.get(key));
  }

  /** Objects are told of as they come, because they cannot be had from here afterwards. */
  @Override
  public boolean isFullState() {
    return false;
  }

  private @Nullable T shell(String key, @Nullable String version) {
    if (version == null) {
      return null;
    }
    int slash = key.indexOf('/');
    ObjectMeta metadata =
        new ObjectMetaBuilder()
            .withName(key.substring(slash + 1))
            .withResourceVersion(version)
            .build();
    if (slash >= 0) {
      metadata.setNamespace(key.substring(0, slash));
    }
    T object = blank.get();
    object.setMetadata(metadata);
    return object;
  }

  private String version(T object) {
    String version = object.getMetadata().getResourceVersion();
    return version == null ? "" : version;
  }
}
