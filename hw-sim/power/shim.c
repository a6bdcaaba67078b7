/*
 * Stands between a process and the disk under one directory: records what is written and synced, makes chosen
 * calls fail, or lets fsync stall. Loaded with LD_PRELOAD; everything outside the directory passes untouched.
 *
 *   TILLPOST_SHIM_DIR    absolute, without symbolic links: the directory
 *   TILLPOST_SHIM_MODE   record | fail | stall | readonly
 *   TILLPOST_SHIM_LOG    record: the log, outside the directory (format: recording.ts)
 *   TILLPOST_SHIM_MARKS  a file outside the directory. What is written to it stands in the log in its place
 *                        among the writes; a line that starts with '!' is a command to the shim (fail mode):
 *                        "!arm N KIND", the N-th changing call from now fails; "!full N KIND", it and all after
 *                        it; "!disarm". KIND is EIO, ENOSPC, EROFS or SHORT (half of a write is done; the N-th write).
 *                        readonly: while this file exists, every changing call fails with EROFS, also on files that
 *                        are open: as after an error for which the kernel makes a file system read-only
 *   TILLPOST_SHIM_REPORT fail: "<changing calls since !arm> <calls that failed>" is written to it on "!disarm"
 *                        stall: gets a line "<ms> <main|other>" after each sync that stalled, and in which thread
 *   TILLPOST_SHIM_STALL  stall: "<seed> <percent> <least ms> <most ms>"; only while the file of MARKS exists
 *
 * Every record of the log bears the time of CLOCK_MONOTONIC at which the program asked for it, so that what other
 * processes of this machine said, stamped by the same clock, can be put in its place among the writes.
 *
 * SQLite with locking_mode EXCLUSIVE keeps its wal-index on the heap, so nothing reaches the disk through mmap.
 */
#define _GNU_SOURCE
#include "stall.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum kind { WRITE = 1, SYNC, TRUNCATE, RENAME, UNLINK, CREATE, MARK, MKDIR };
enum mode { OFF, RECORD, FAIL, STALL, READONLY };
enum { FDS_MAX = 65536 };

static enum mode mode = OFF;
static char dir[PATH_MAX], marks[PATH_MAX];
static size_t dir_length;
static int log_fd = -1;
static char *names[FDS_MAX]; /* path below the directory, "" for itself; NULL: not ours */
static char is_mark[FDS_MAX];
static struct { dev_t device; ino_t inode; } files[FDS_MAX]; /* what was opened under that name */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;

#define REAL(result, name, ...)                        \
  static result (*real_##name)(__VA_ARGS__);
REAL(int, open, const char *, int, ...)
REAL(int, openat, int, const char *, int, ...)
REAL(int, close, int)
REAL(ssize_t, write, int, const void *, size_t)
REAL(ssize_t, writev, int, const struct iovec *, int)
REAL(ssize_t, pwrite, int, const void *, size_t, off_t)
REAL(ssize_t, pwritev, int, const struct iovec *, int, off_t)
REAL(int, ftruncate, int, off_t)
REAL(int, fsync, int)
REAL(int, fdatasync, int)
REAL(int, rename, const char *, const char *)
REAL(int, unlink, const char *)
REAL(int, mkdir, const char *, mode_t)

static const char *setting(const char *name) {
  const char *value = getenv(name);
  return value == NULL ? "" : value;
}

static void start(void) {
#define FIND(name) *(void **)&real_##name = dlsym(RTLD_NEXT, #name)
  FIND(open); FIND(openat); FIND(close); FIND(write); FIND(writev); FIND(pwrite); FIND(pwritev);
  FIND(ftruncate); FIND(fsync); FIND(fdatasync); FIND(rename); FIND(unlink); FIND(mkdir);
  const char *wanted = setting("TILLPOST_SHIM_MODE");
  snprintf(dir, sizeof dir, "%s", setting("TILLPOST_SHIM_DIR"));
  snprintf(marks, sizeof marks, "%s", setting("TILLPOST_SHIM_MARKS"));
  dir_length = strlen(dir);
  if (dir_length == 0) return;
  if (strcmp(wanted, "record") == 0) {
    log_fd = real_open(setting("TILLPOST_SHIM_LOG"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log_fd < 0) { perror("shim: TILLPOST_SHIM_LOG"); abort(); }
    mode = RECORD;
  } else if (strcmp(wanted, "fail") == 0) {
    mode = FAIL;
  } else if (strcmp(wanted, "readonly") == 0) {
    mode = READONLY;
  } else if (strcmp(wanted, "stall") == 0) {
    stall_start();
    mode = STALL;
  }
}

static void enter(void) { pthread_once(&once, start); }

/* The path below the directory, or NULL. */
static const char *below(const char *path) {
  static __thread char absolute[2 * PATH_MAX + 2];
  if (mode == OFF || path == NULL) return NULL;
  if (path[0] != '/') {
    char here[PATH_MAX];
    if (getcwd(here, sizeof here) == NULL) return NULL;
    snprintf(absolute, sizeof absolute, "%s/%s", here, path);
    path = absolute;
  }
  if (strncmp(path, dir, dir_length) != 0) return NULL;
  if (path[dir_length] == '\0') return path + dir_length;
  return path[dir_length] == '/' ? path + dir_length + 1 : NULL;
}

/* When the call under the lock was asked for, ns. */
static uint64_t asked_at;

/* Before the call does anything. */
static void take_lock(void) {
  struct timespec now;
  pthread_mutex_lock(&lock);
  if (mode != RECORD) return;
  clock_gettime(CLOCK_MONOTONIC, &now);
  asked_at = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* Little-endian: kind u8, 0 u8, path length u16, data length u32, offset u64, time u64; then path and data. */
static void record(enum kind kind, const char *path, uint64_t offset, const void *data, size_t length) {
  if (mode != RECORD) return;
  unsigned char head[24];
  uint16_t path_length = (uint16_t)strlen(path);
  uint32_t data_length = (uint32_t)length;
  head[0] = (unsigned char)kind;
  head[1] = 0;
  memcpy(head + 2, &path_length, 2);
  memcpy(head + 4, &data_length, 4);
  memcpy(head + 8, &offset, 8);
  memcpy(head + 16, &asked_at, 8);
  struct iovec parts[3] = {{head, sizeof head}, {(void *)path, path_length}, {(void *)data, length}};
  if (real_writev(log_fd, parts, 3) != (ssize_t)(sizeof head + path_length + length)) { perror("shim: log"); abort(); }
}

#include "fault.h"

static int opened(int fd, const char *path, const char *name, int flags, int existed) {
  if (fd < 0 || fd >= FDS_MAX) return fd;
  is_mark[fd] = mode != OFF && marks[0] != '\0' && strcmp(path, marks) == 0;
  free(names[fd]);
  names[fd] = name == NULL ? NULL : strdup(name);
  struct stat info;
  if ((name != NULL || is_mark[fd]) && fstat(fd, &info) == 0) {
    files[fd].device = info.st_dev;
    files[fd].inode = info.st_ino;
  }
  if (name == NULL) return fd;
  if (!existed && (flags & O_CREAT)) record(CREATE, name, 0, NULL, 0);
  else if (flags & O_TRUNC) record(TRUNCATE, name, 0, NULL, 0);
  return fd;
}

static int open_any(int at, const char *path, int flags, mode_t bits) {
  enter();
  if (mode == OFF || (at != AT_FDCWD && path[0] != '/')) return real_openat(at, path, flags, bits);
  take_lock();
  const char *name = below(path);
  int existed = name == NULL || access(path, F_OK) == 0;
  int fd = -1;
  if (name == NULL || !((flags & O_TRUNC) || !existed) || verdict(0) == 0)
    fd = opened(real_openat(at, path, flags, bits), path, name, flags, existed);
  int saved = errno;
  pthread_mutex_unlock(&lock);
  errno = saved;
  return fd;
}

#define OPEN(function, first, at)                                   \
  int function(first const char *path, int flags, ...) {            \
    mode_t bits = 0;                                                \
    if (flags & (O_CREAT | O_TMPFILE)) {                            \
      va_list rest;                                                 \
      va_start(rest, flags);                                        \
      bits = va_arg(rest, mode_t);                                  \
      va_end(rest);                                                 \
    }                                                               \
    return open_any(at, path, flags, bits);                         \
  }
#define COMMA ,
OPEN(open, , AT_FDCWD)
OPEN(open64, , AT_FDCWD)
OPEN(openat, int from COMMA, from)
OPEN(openat64, int from COMMA, from)
int creat(const char *path, mode_t bits) { return open_any(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, bits); }
int creat64(const char *path, mode_t bits) { return creat(path, bits); }

int close(int fd) {
  enter();
  if (mode == OFF || fd < 0 || fd >= FDS_MAX) return real_close(fd);
  take_lock();
  free(names[fd]);
  names[fd] = NULL;
  is_mark[fd] = 0;
  int result = real_close(fd);
  pthread_mutex_unlock(&lock);
  return result;
}

/* libuv closes files by syscall(2), past this library: the number may be a socket's by now. */
static int watched(int fd) {
  if (mode == OFF || fd < 0 || fd >= FDS_MAX || (names[fd] == NULL && !is_mark[fd])) return 0;
  struct stat info;
  if (fstat(fd, &info) == 0 && info.st_dev == files[fd].device && info.st_ino == files[fd].inode) return 1;
  pthread_mutex_lock(&lock);
  free(names[fd]);
  names[fd] = NULL;
  is_mark[fd] = 0;
  pthread_mutex_unlock(&lock);
  return 0;
}

/* One write of gathered bytes; offset -1: at the file's own position. */
static ssize_t put(int fd, const void *data, size_t length, off_t offset) {
  take_lock();
  ssize_t result = -1;
  if (is_mark[fd]) {
    if (length > 0 && *(const char *)data == '!') command(data, length);
    else record(MARK, "", 0, data, length);
    result = real_write(fd, data, length);
  } else {
    int said = verdict(1);
    if (said >= 0) {
      if (said == 1) length /= 2;
      struct stat info;
      off_t position = offset;
      if (offset < 0) {
        position = (fcntl(fd, F_GETFL) & O_APPEND) && fstat(fd, &info) == 0 ? info.st_size : lseek(fd, 0, SEEK_CUR);
      }
      result = offset < 0 ? real_write(fd, data, length) : real_pwrite(fd, data, length, offset);
      if (result > 0) record(WRITE, names[fd], (uint64_t)position, data, (size_t)result);
    }
  }
  int saved = errno;
  pthread_mutex_unlock(&lock);
  errno = saved;
  return result;
}

static ssize_t gather(int fd, const struct iovec *parts, int count, off_t offset) {
  size_t length = 0, done = 0;
  for (int part = 0; part < count; part++) length += parts[part].iov_len;
  char *all = malloc(length + 1);
  if (all == NULL) { errno = ENOMEM; return -1; }
  for (int part = 0; part < count; part++) {
    memcpy(all + done, parts[part].iov_base, parts[part].iov_len);
    done += parts[part].iov_len;
  }
  ssize_t result = put(fd, all, length, offset);
  int saved = errno;
  free(all);
  errno = saved;
  return result;
}

ssize_t write(int fd, const void *data, size_t length) {
  enter();
  return watched(fd) ? put(fd, data, length, -1) : real_write(fd, data, length);
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
  enter();
  return watched(fd) ? put(fd, data, length, offset) : real_pwrite(fd, data, length, offset);
}
ssize_t pwrite64(int fd, const void *data, size_t length, off_t offset) { return pwrite(fd, data, length, offset); }
ssize_t writev(int fd, const struct iovec *parts, int count) {
  enter();
  return watched(fd) ? gather(fd, parts, count, -1) : real_writev(fd, parts, count);
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  enter();
  return watched(fd) ? gather(fd, parts, count, offset) : real_pwritev(fd, parts, count, offset);
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t offset) { return pwritev(fd, parts, count, offset); }

int ftruncate(int fd, off_t size) {
  enter();
  if (!watched(fd) || names[fd] == NULL) return real_ftruncate(fd, size);
  take_lock();
  int result = verdict(0) < 0 ? -1 : real_ftruncate(fd, size);
  if (result == 0) record(TRUNCATE, names[fd], (uint64_t)size, NULL, 0);
  int saved = errno;
  pthread_mutex_unlock(&lock);
  errno = saved;
  return result;
}
int ftruncate64(int fd, off_t size) { return ftruncate(fd, size); }

static int sync_any(int fd, int (*real)(int)) {
  if (!watched(fd) || names[fd] == NULL) return real(fd);
  if (mode == STALL) {
    stall();
    return real(fd);
  }
  take_lock();
  int result = verdict(0) < 0 ? -1 : real(fd);
  if (result == 0) record(SYNC, names[fd], 0, NULL, 0);
  int saved = errno;
  pthread_mutex_unlock(&lock);
  errno = saved;
  return result;
}
int fsync(int fd) { enter(); return sync_any(fd, real_fsync); }
int fdatasync(int fd) { enter(); return sync_any(fd, real_fdatasync); }

/* What is open under the old name keeps its identity. */
static void renamed(const char *from, const char *to) {
  for (int fd = 0; fd < FDS_MAX; fd++) {
    if (names[fd] == NULL || strcmp(names[fd], from) != 0) continue;
    free(names[fd]);
    names[fd] = to == NULL ? NULL : strdup(to);
  }
}

int rename(const char *from, const char *to) {
  enter();
  char old[PATH_MAX];
  const char *name = below(from);
  if (name == NULL) return real_rename(from, to);
  snprintf(old, sizeof old, "%s", name);
  take_lock();
  const char *after = below(to);
  int result = verdict(0) < 0 ? -1 : real_rename(from, to);
  if (result == 0 && after != NULL) {
    record(RENAME, old, 0, after, strlen(after));
    renamed(old, after);
  }
  int saved = errno;
  pthread_mutex_unlock(&lock);
  errno = saved;
  return result;
}

int unlink(const char *path) {
  enter();
  const char *name = below(path);
  if (name == NULL) return real_unlink(path);
  take_lock();
  int result = verdict(0) < 0 ? -1 : real_unlink(path);
  if (result == 0) {
    record(UNLINK, name, 0, NULL, 0);
    renamed(name, NULL);
  }
  int saved = errno;
  pthread_mutex_unlock(&lock);
  errno = saved;
  return result;
}

int mkdir(const char *path, mode_t bits) {
  enter();
  const char *name = below(path);
  if (name == NULL) return real_mkdir(path, bits);
  take_lock();
  int result = verdict(0) < 0 ? -1 : real_mkdir(path, bits);
  if (result == 0) record(MKDIR, name, 0, NULL, 0);
  int saved = errno;
  pthread_mutex_unlock(&lock);
  errno = saved;
  return result;
}
