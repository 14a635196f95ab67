/*
 * A clock on the wall that jumps by hours, there and back, with every few looks at it; the clock that does not jump is left as it
 * is. For a child process: LD_PRELOAD this.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>

static time_t jump(void) {
    static int looks;
    int look = __atomic_add_fetch(&looks, 1, __ATOMIC_RELAXED);
    return (look / 5 % 3 - 1) * 10800;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = (int (*)(clockid_t, struct timespec *)) dlsym(RTLD_NEXT, "clock_gettime");
    int status = real(clock, time);
    if (status == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) time->tv_sec += jump();
    return status;
}

int gettimeofday(struct timeval *time, void *zone) {
    static int (*real)(struct timeval *, void *);
    if (!real) real = (int (*)(struct timeval *, void *)) dlsym(RTLD_NEXT, "gettimeofday");
    int status = real(time, zone);
    if (status == 0 && time) time->tv_sec += jump();
    return status;
}
