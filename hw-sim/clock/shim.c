/*
 * Stands between a process and its wall clock: CLOCK_REALTIME is off by what a file says, and follows the file
 * while the process runs. CLOCK_MONOTONIC is the machine's own, so timers and deadlines are not touched. Loaded
 * with LD_PRELOAD; threads see the same clock.
 *
 *   TILLPOST_CLOCK_FILE  absolute; eight bytes, little-endian, signed: nanoseconds that are added (shim.ts writes)
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { NANOS = 1000000000 };

static const _Atomic int64_t *offset;
static int (*real_clock_gettime)(clockid_t, struct timespec *);

static void give_up(const char *why) {
  fprintf(stderr, "clock shim: %s\n", why);
  _exit(97); /* a process whose clock does not jump would pass every trial */
}

__attribute__((constructor)) static void start(void) {
  const char *path = getenv("TILLPOST_CLOCK_FILE");
  struct stat facts;
  real_clock_gettime = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  if (real_clock_gettime == NULL) give_up("no clock_gettime");
  if (path == NULL) give_up("TILLPOST_CLOCK_FILE is not set");
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0 || fstat(fd, &facts) != 0 || facts.st_size < (off_t)sizeof(int64_t)) give_up("its file is missing or short");
  void *map = mmap(NULL, sizeof(int64_t), PROT_READ, MAP_SHARED, fd, 0);
  if (map == MAP_FAILED) give_up("its file cannot be mapped");
  close(fd);
  offset = map;
}

static int64_t wall_nanos(clockid_t id) {
  struct timespec now;
  /* Other constructors may run before ours. */
  if (real_clock_gettime == NULL) real_clock_gettime = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  real_clock_gettime(id, &now);
  int64_t nanos = (int64_t)now.tv_sec * NANOS + now.tv_nsec + (offset == NULL ? 0 : atomic_load(offset));
  return nanos < 0 ? 0 : nanos;
}

int clock_gettime(clockid_t id, struct timespec *time) {
  if (id != CLOCK_REALTIME && id != CLOCK_REALTIME_COARSE) {
    if (real_clock_gettime == NULL) start();
    return real_clock_gettime(id, time);
  }
  int64_t nanos = wall_nanos(id);
  time->tv_sec = nanos / NANOS;
  time->tv_nsec = nanos % NANOS;
  return 0;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  (void)zone; /* obsolete, and nothing here asks for it */
  int64_t nanos = wall_nanos(CLOCK_REALTIME);
  time->tv_sec = nanos / NANOS;
  time->tv_usec = nanos % NANOS / 1000;
  return 0;
}

time_t time(time_t *out) {
  time_t seconds = wall_nanos(CLOCK_REALTIME_COARSE) / NANOS;
  if (out != NULL) *out = seconds;
  return seconds;
}
