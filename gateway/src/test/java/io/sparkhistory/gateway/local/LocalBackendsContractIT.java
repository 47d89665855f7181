package io.sparkhistory.gateway.local;

import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.BackendsContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class LocalBackendsContractIT extends BackendsContract {
  @TempDir Path folder;
  private LocalFixture local;

  @BeforeEach
  void start() throws IOException {
    LocalFixture.log(folder, "ns-b", "app-1");
    LocalFixture.log(folder, "ns-a", "app-1");
    local = LocalFixture.start(folder);
  }

  @AfterEach
  void stop() {
    local.close();
  }

  @Override
  protected Backends backends() {
    return local.backends();
  }
}
