package io.sparkhistory.gateway.fixed;

import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.BackendsContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class FixedTenantsContractTest extends BackendsContract {
  private static final String FILE =
      """
      tenants:
        ns-b: {address: "127.0.0.1:18081", users: [bob@example.com]}
        ns-a: {address: "127.0.0.1:18080", users: [alice@example.com]}
      """;

  @TempDir Path folder;
  private FixedTenants tenants;

  @BeforeEach
  void open() throws Exception {
    Path file = Files.writeString(folder.resolve("tenants.yaml"), FILE);
    tenants = FixedTenants.open(file, Clock.systemUTC(), reload -> {});
  }

  @Override
  protected Backends backends() {
    return tenants;
  }
}
