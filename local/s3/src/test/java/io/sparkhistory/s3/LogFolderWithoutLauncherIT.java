package io.sparkhistory.s3;

import io.sparkhistory.s3.fixture.SparkHome;
import org.junit.jupiter.api.Tag;

/** An image without the launcher, whose init container makes and tries the folder. */
@Tag("slow")
class LogFolderWithoutLauncherIT extends LogFolderIT {
  @Override
  SparkHome spark() {
    return SparkHome.withConnectors();
  }
}
