/* SPDX-License-Identifier: GPL-2.0-only */
/* Processes for the checks to look at. */
#ifndef KF_H
#define KF_H

#include <stdbool.h>

/**
 * struct kf_fixture - a process
 * @name: its name
 * @run: what it does; calls kf_ready() or kf_rest() when it is as it should be
 * @dies: it ends at once, and stays a zombie
 */
struct kf_fixture {
	const char *name;
	void (*run)(void);
	bool dies;
};

extern const struct kf_fixture kf_fixtures[];

/* A byte goes here from each fixture that is ready. */
extern int kf_up;

void kf_ready(void);
__attribute__((noreturn)) void kf_rest(void);
__attribute__((noreturn)) void kf_die(const char *what);
void kf_machine(void);
void kf_write(const char *path, const char *text);
void kf_wait_state(int pid, char state);

/* kf_mm.c: address spaces */
void kf_memory(void);
void kf_mappings(void);
void kf_files(void);
void kf_swapped(void);
void kf_huge(void);
void kf_pinned(void);
void kf_shared(void);

/* kf_sched.c: scheduling */
void kf_sched_machine(void);
void kf_deadline_spin(void);
void kf_grouped(void);
void kf_group_idle(void);
void kf_clamped(void);

#endif
