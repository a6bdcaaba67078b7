/* The part of shim.c that lets syncs stall; its head says how it is set. Included there and nowhere else. */
#ifndef TILLPOST_STALL_H
#define TILLPOST_STALL_H

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static struct {
  pthread_mutex_t lock;
  const char *only_while, *report;
  uint64_t state;
  long percent, least_ms, most_ms;
} stalls = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* Opens nothing: the shim itself is starting. */
static void stall_start(void) {
  const char *wanted = getenv("TILLPOST_SHIM_STALL");
  long seed = 1;
  if (wanted == NULL || sscanf(wanted, "%ld %ld %ld %ld", &seed, &stalls.percent, &stalls.least_ms, &stalls.most_ms) != 4 ||
      stalls.most_ms < stalls.least_ms) {
    fputs("shim: TILLPOST_SHIM_STALL\n", stderr);
    abort();
  }
  stalls.state = (uint64_t)seed * 2654435761u + 1;
  stalls.only_while = getenv("TILLPOST_SHIM_MARKS");
  stalls.report = getenv("TILLPOST_SHIM_REPORT");
}

/* A stall that cannot be told would look like none. */
static void stall_tell(long ms) {
  if (stalls.report == NULL) return;
  int fd = open(stalls.report, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const char *thread = syscall(SYS_gettid) == getpid() ? "main" : "other";
  if (fd < 0 || dprintf(fd, "%ld %s\n", ms, thread) < 0) { perror("shim: TILLPOST_SHIM_REPORT"); abort(); }
  close(fd);
}

/* Before a sync, in the thread that asks for it. */
static void stall(void) {
  if (stalls.only_while != NULL && access(stalls.only_while, F_OK) != 0) return;
  pthread_mutex_lock(&stalls.lock);
  stalls.state = stalls.state * 6364136223846793005ull + 1442695040888963407ull;
  long chance = (long)((uint32_t)(stalls.state >> 33) % 100);
  long ms = stalls.least_ms + (long)((stalls.state >> 24) % (uint64_t)(stalls.most_ms - stalls.least_ms + 1));
  pthread_mutex_unlock(&stalls.lock);
  if (chance >= stalls.percent) return;
  struct timespec left = {ms / 1000, (ms % 1000) * 1000000};
  while (nanosleep(&left, &left) != 0 && errno == EINTR) continue;
  stall_tell(ms);
}

#endif
