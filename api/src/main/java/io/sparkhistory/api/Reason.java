package io.sparkhistory.api;

import java.util.Arrays;
import java.util.Optional;

/** The closed list of {@code reason}s in the conditions of a {@link SparkHistoryServer}. */
public enum Reason {
  READY("Ready"),
  ASLEEP("Asleep"),
  SUSPENDED("Suspended"),

  /** Waits for its turn; the message begins with the position, such as {@code 3 of 12}. */
  QUEUED("Queued"),
  SCHEDULING("Scheduling"),
  PULLING_IMAGE("PullingImage"),
  CREATING_LOG_DIRECTORY("CreatingLogDirectory"),
  STARTING_SPARK("StartingSpark"),

  RESERVED_NAMESPACE("ReservedNamespace"),
  LIMIT_EXCEEDED("LimitExceeded"),
  INVALID_SPEC("InvalidSpec"),
  FOREIGN_OBJECT("ForeignObject"),

  QUOTA_EXCEEDED("QuotaExceeded"),
  POD_SECURITY("PodSecurity"),
  SERVICE_ACCOUNT_MISSING("ServiceAccountMissing"),
  POD_REFUSED("PodRefused"),
  UNSCHEDULABLE("Unschedulable"),
  IMAGE_PULL_FAILED("ImagePullFailed"),
  CONTAINER_CONFIG("ContainerConfig"),
  LAUNCHER_MISSING("LauncherMissing"),
  OUT_OF_MEMORY("OutOfMemory"),
  CRASH_LOOP("CrashLoop"),
  NOT_ANSWERING("NotAnswering"),

  LOG_DIRECTORY_READY("LogDirectoryReady"),
  NOT_TRIED("NotTried"),
  NO_SUCH_BUCKET("NoSuchBucket"),
  ACCESS_DENIED("AccessDenied"),
  WRONG_REGION("WrongRegion"),
  NO_CREDENTIALS("NoCredentials"),
  UNREACHABLE("Unreachable"),
  MISSING_CONNECTOR("MissingConnector"),
  LOG_DIRECTORY_FAILED("LogDirectoryFailed"),

  KEYS_IGNORED("KeysIgnored"),
  LOGS_NEWER("LogsNewer"),
  LIST_UNREADABLE("ListUnreadable"),

  STORE_NOT_SHRUNK("StoreNotShrunk"),
  STORE_NOT_GROWN("StoreNotGrown"),
  STORE_CLASS_KEPT("StoreClassKept"),
  STORE_THROWN_AWAY("StoreThrownAway");

  private final String text;

  Reason(String text) {
    this.text = text;
  }

  /** The {@code reason} of the condition. */
  public String text() {
    return text;
  }

  /** The reason with this text; empty for one that another version wrote. */
  public static Optional<Reason> of(String text) {
    return Arrays.stream(values()).filter(reason -> reason.text.equals(text)).findFirst();
  }
}
