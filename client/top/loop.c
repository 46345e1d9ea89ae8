// SPDX-License-Identifier: GPL-2.0-only
/*
 * The loop that has the terminal: keys, new samples and signals come in, frames go
 * out. It never waits for the driver.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "loop.h"
#include "model/timeline.h"

#define FRAME_MS 1000
#define NEVER_NS (365 * 86400000000000ULL)

static int signal_pipe[2] = { -1, -1 };

static void on_signal(int number)
{
	unsigned char byte = number;
	int saved = errno;
	ssize_t ignored = write(signal_pipe[1], &byte, 1);

	(void)ignored;
	errno = saved;
}

static void catch(int number)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

	sigemptyset(&action.sa_mask);
	sigaction(number, &action, NULL);
}

static void catch_all(void)
{
	catch(SIGTERM);
	catch(SIGHUP);
	catch(SIGINT);
	catch(SIGQUIT);
	catch(SIGTSTP);
	catch(SIGCONT);
}

/**
 * top_loop_want - let the collector know what is shown now
 * @loop: the loop
 *
 * While it is paused, tables that were never collected are collected once.
 */
void top_loop_want(struct top_loop *loop)
{
	struct top_want wants[TOP_WANTS_MAX];
	struct top *top = loop->ui.top;
	unsigned int count = top_wants(top, wants);

	/* What was recorded does not change: once is enough. */
	top_collector_want(loop->collector, wants, count,
			   top->recording ? NEVER_NS : top->settings.interval_ns,
			   top->paused && top_collected(top));
}

static void suspend(void)
{
	top_term_suspend();
	signal(SIGTSTP, SIG_DFL);
	kill(0, SIGTSTP);
	catch(SIGTSTP);
	top_term_forget();
}

/**
 * top_loop_react - do what follows from an action, each once
 * @loop: the loop
 * @reaction: what the action changed, TOP_REMAKE and others
 */
void top_loop_react(struct top_loop *loop, unsigned int reaction)
{
	struct top *top = loop->ui.top;
	struct kc_error err;

	if (reaction & TOP_WANTS)
		top_loop_want(loop);
	if (reaction & TOP_REMAKE && top_pane_make(top_pane_now(top), &top->shape, true, &err))
		top_message(&loop->ui.screen, true, "%s", err.message);
	if (reaction & TOP_LOOKS)
		top_theme_use(top->settings.theme);
	if (reaction & TOP_MOUSE)
		top_term_mouse(top->settings.mouse);
	if (reaction & TOP_REDRAW)
		top_term_forget();
	if (reaction & TOP_SUSPEND)
		suspend();
	if (reaction & TOP_QUIT)
		loop->quit = true;
}

static void take_sample(struct top_loop *loop)
{
	struct top_sample *sample = top_collector_sample(loop->collector);
	struct top *top = loop->ui.top;
	unsigned int lost = top->lost;

	if (!sample)
		return;
	top_take(top, sample);
	if (lost && !top->lost)
		top_message(&loop->ui.screen, false, "the driver is there again");
	/* After another driver the tables may be others; after a pause, enough is there. */
	top_loop_react(loop, TOP_WANTS | (loop->ui.screen.follow ? TOP_REMAKE : 0));
}

/* Return: the signal that ends the program, or 0. */
static int take_signals(void)
{
	unsigned char number;

	while (read(signal_pipe[0], &number, 1) == 1) {
		if (number == SIGTSTP)
			suspend();
		else if (number == SIGCONT)
			top_term_forget();
		else
			return number;
	}
	return 0;
}

/* Return: false if the terminal has gone. */
static bool take_keys(struct top_loop *loop, bool ready)
{
	int key, y = 0, x = 0, button = 0, count = 0;

	while (!loop->quit && (key = top_term_key(&y, &x, &button))) {
		count++;
		top_loop_react(loop, top_key(&loop->ui, key, y, x, button));
	}
	return !ready || count;
}

/* Of a recording that is played, go on when it is time. Return: ms until then. */
static int play(struct top_loop *loop)
{
	struct top_ui *ui = &loop->ui;
	struct top *top = ui->top;
	__u64 now = top_now_ns(), left;

	if (!top->recording || !top->playing)
		return FRAME_MS;
	if (now - ui->step_ns >= top->settings.interval_ns) {
		if (top->shape.position + 1 >= top->recording->count)
			top->playing = false;
		else
			top_loop_react(loop, top_ui_step(ui, top->shape.position + 1));
	}
	left = ui->step_ns + top->settings.interval_ns - now;
	return left < FRAME_MS * 1000000ULL ? (int)(left / 1000000) + 1 : FRAME_MS;
}

static int run(struct top_loop *loop)
{
	struct pollfd fds[] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = signal_pipe[0], .events = POLLIN },
		{ .fd = top_collector_fd(loop->collector), .events = POLLIN },
	};
	int number = 0, idle = 0, i;

	while (!loop->quit && !number) {
		int wait = play(loop);

		top_draw(&loop->ui.screen, loop->ui.top);
		if (poll(fds, 3, wait) < 0)
			for (i = 0; i < 3; i++)
				fds[i].revents = 0;
		number = take_signals();
		if (number)
			break;
		if (fds[2].revents)
			take_sample(loop);
		/* Readable, but nothing to be read: that is the end of it. */
		idle = take_keys(loop, fds[0].revents) ? 0 : idle + 1;
		if (idle > 8 || (fds[0].revents & (POLLHUP | POLLERR | POLLNVAL)))
			number = SIGHUP;
	}
	return number;
}

/**
 * top_loop_open - take the terminal and start collecting
 * @loop: set
 * @top: the run
 * @transport: an open way to the driver, taken over
 * @err: filled on failure
 */
int top_loop_open(struct top_loop *loop, struct top *top, struct kc_transport *transport,
		  struct kc_error *err)
{
	int ret = top_ui_init(&loop->ui, top, err);

	if (!ret)
		ret = top_term_open(top->shape.ascii, err);
	if (ret) {
		transport->close(transport);
		return ret;
	}
	top_theme_use(top->settings.theme);
	top_term_mouse(top->settings.mouse);
	__atomic_add_fetch(&top->catalog->refs, 1, __ATOMIC_RELAXED);
	loop->collector = top_collector_start(&top->source, transport, top->catalog, err);
	if (!loop->collector) {
		top_term_close();
		return err->code;
	}
	return KC_OK;
}

/**
 * top_loop_close - return the terminal and stop collecting
 * @loop: the loop
 */
void top_loop_close(struct top_loop *loop)
{
	top_ui_free(&loop->ui);
	top_term_close();
	top_collector_stop(loop->collector);
}

/**
 * top_loop_run - the program on a terminal
 * @top: the run
 * @transport: an open way to the driver, taken over
 * @err: filled on failure
 */
int top_loop_run(struct top *top, struct kc_transport *transport, struct kc_error *err)
{
	static struct top_loop loop;
	int number, ret;

	if (pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK)) {
		transport->close(transport);
		return kc_fail_errno(err, errno, "cannot make a pipe", NULL);
	}
	/* Before the terminal changes: it is given back whatever comes. */
	catch_all();
	ret = top_loop_open(&loop, top, transport, err);
	if (ret) {
		top_ui_free(&loop.ui);
		return ret;
	}
	if (top->complaints.len)
		top_message(&loop.ui.screen, true, "%.*s",
			    (int)strcspn(top->complaints.data, "\n"), top->complaints.data);
	top_loop_want(&loop);
	number = run(&loop);
	top_loop_close(&loop);
	if (number) {
		signal(number, SIG_DFL);
		raise(number);
	}
	return KC_OK;
}
