package io.sparkhistory.s3;

import io.sparkhistory.s3.fixture.SparkHome;

/** The same where the launcher makes and tries the folders. */
class SeveralLogDirectoriesByLauncherIT extends SeveralLogDirectoriesIT {
  @Override
  SparkHome spark() {
    return SparkHome.currentWithLauncher();
  }

  @Override
  SparkHome olderSpark() {
    return SparkHome.olderWithLauncher();
  }
}
