/*
 * The part of shim.c that makes calls fail; its head says how it is ordered. Included there, after what it uses, and
 * nowhere else.
 */
#ifndef TILLPOST_FAULT_H
#define TILLPOST_FAULT_H

static long calls, failed, fail_at, lasting;
static int fail_errno; /* 0: a short write */

/* Under the lock. 0: go on; -1: errno is set and the call fails; 1: a short write. */
static int verdict(int writes) {
  if (mode == READONLY && access(marks, F_OK) == 0) {
    errno = EROFS;
    return -1;
  }
  /* Only a write can be short: for that fault only writes count, so that none is counted in vain. */
  if (mode != FAIL || (fail_at != 0 && fail_errno == 0 && !writes)) return 0;
  calls += 1;
  if (fail_at == 0 || calls < fail_at || (calls > fail_at && !lasting)) return 0;
  if (fail_errno == 0) {
    if (writes) failed += 1;
    return writes ? 1 : 0;
  }
  failed += 1;
  errno = fail_errno;
  return -1;
}

static void command(const char *text, size_t length) {
  char line[128], word[16] = "", kind[16] = "";
  long at = 0;
  snprintf(line, sizeof line, "%.*s", (int)(length < 100 ? length : 100), text);
  sscanf(line, "!%15s %ld %15s", word, &at, kind);
  if (strcmp(word, "disarm") == 0) {
    int report = real_open(setting("TILLPOST_SHIM_REPORT"), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    int size = snprintf(line, sizeof line, "%ld %ld\n", calls, failed);
    if (report < 0 || real_write(report, line, (size_t)size) != size) { perror("shim: report"); abort(); }
    real_close(report);
    fail_at = 0;
  } else {
    fail_errno = strcmp(kind, "EIO") == 0 ? EIO : strcmp(kind, "ENOSPC") == 0 ? ENOSPC : strcmp(kind, "EROFS") == 0 ? EROFS : 0;
    calls = failed = 0;
    lasting = strcmp(word, "full") == 0;
    fail_at = at;
  }
}

#endif
