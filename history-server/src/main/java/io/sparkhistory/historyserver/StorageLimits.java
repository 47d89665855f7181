package io.sparkhistory.historyserver;

import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * Settings of Hadoop with which a try of a storage ends within seconds. The defaults of its
 * connectors hide a wrong key, host or endpoint for minutes: {@code abfs} tries 30 times, {@code
 * hdfs} waits 45 times 20 seconds.
 */
final class StorageLimits {
  private static final Map<String, String> SETTINGS = settings();

  private StorageLimits() {}

  static void set(Configuration configuration) {
    SETTINGS.forEach(configuration::set);
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("fs.s3a.retry.limit", "2");
    settings.put("fs.s3a.attempts.maximum", "2");
    settings.put("fs.gs.http.max.retry", "2");
    settings.put("fs.gs.http.connect-timeout", "5000");
    settings.put("fs.gs.http.read-timeout", "10000");
    settings.put("fs.azure.io.retry.max.retries", "2");
    settings.put("fs.azure.io.retry.max.backoff.interval", "2000");
    settings.put("fs.azure.oauth.token.fetch.retry.max.retries", "2");
    settings.put("ipc.client.connect.max.retries", "2");
    settings.put("ipc.client.connect.max.retries.on.timeouts", "1");
    settings.put("ipc.client.connect.timeout", "5000");
    settings.put("ipc.client.rpc-timeout.ms", "20000");
    settings.put("dfs.client.failover.max.attempts", "3");
    return settings;
  }
}
