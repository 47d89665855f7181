package io.sparkhistory.s3;

import io.sparkhistory.s3.fixture.SparkHome;
import org.junit.jupiter.api.Tag;

/** An image without the launcher, whose init container makes and tries the folders. */
@Tag("slow")
class SeveralLogDirectoriesWithoutLauncherIT extends SeveralLogDirectoriesIT {
  @Override
  SparkHome spark() {
    return SparkHome.current();
  }

  @Override
  SparkHome olderSpark() {
    return SparkHome.older();
  }
}
