/* SPDX-License-Identifier: GPL-2.0-only */
/* The loop that has the terminal. */
#ifndef TOP_LOOP_H
#define TOP_LOOP_H

#include "control/ui.h"

/**
 * struct top_loop - the program on a terminal
 * @ui: keys and screen
 * @collector: the thread that asks the driver
 * @quit: it is over
 */
struct top_loop {
	struct top_ui ui;
	struct top_collector *collector;
	bool quit;
};

int top_loop_run(struct top *top, struct kc_transport *transport, struct kc_error *err);

/* The parts of top_loop_run(). */
int top_loop_open(struct top_loop *loop, struct top *top, struct kc_transport *transport,
		  struct kc_error *err);
void top_loop_want(struct top_loop *loop);
void top_loop_react(struct top_loop *loop, unsigned int reaction);
void top_loop_close(struct top_loop *loop);

#endif
