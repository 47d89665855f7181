package io.sparkhistory.s3;

import io.sparkhistory.s3.fixture.SparkHome;

/** The same where the launcher makes and tries the folder. */
class S3TroubleOfLauncherIT extends S3TroubleIT {
  @Override
  SparkHome spark() {
    return SparkHome.withLauncher();
  }

  @Override
  SparkHome sparkAlone() {
    return SparkHome.withLauncherAlone();
  }
}
