// SPDX-License-Identifier: GPL-2.0-only
/*
 * The loop that has the terminal: keys, new samples and signals come in, frames go
 * out. It never waits for the driver.
 */
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "actions.h"
#include "replay.h"

#define MESSAGE_NS 4000000000ULL
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
 * top_ui_message - say something for a while
 * @ui: the screen
 * @error: something failed
 * @format: as of printf
 */
void top_ui_message(struct top_ui *ui, bool error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(ui->message, sizeof(ui->message), format, args);
	va_end(args);
	ui->message_error = error;
	ui->message_until = top_now_ns() + MESSAGE_NS;
}

/* Whether a table of the view has not been asked for yet, of the kind that it wants. */
static bool lacks(const struct top *top, unsigned int number)
{
	const struct top_pane *pane = &top->panes[top->view][number];
	struct top_want want;

	if (top_view_now(top) == &top_view_objects && number != top->pane[top->view])
		return false;
	return top_pane_want(pane, &top->shape, &want) &&
	       memcmp(&pane->asked, &want, sizeof(want));
}

/**
 * top_ui_wants - let the collector know what is shown now
 * @ui: the screen
 *
 * While paused only what has not been collected yet is, and just once.
 */
void top_ui_wants(struct top_ui *ui)
{
	struct top_want wants[TOP_WANTS_MAX];
	struct top *top = ui->top;
	unsigned int count = top_wants(top, wants), i;
	bool missing = false;

	for (i = 0; i < top_view_now(top)->table_count && top->paused; i++)
		missing |= lacks(top, i);
	/* What was recorded does not change: once is enough. */
	ui->serial = top_collector_want(ui->collector, wants, count,
					top->replay ? NEVER_NS : top->settings.interval_ns,
					top->paused && !missing);
}

/**
 * top_ui_remake - make the lines of the table anew
 * @ui: the screen
 * @keep: the cursor stays with its row
 */
void top_ui_remake(struct top_ui *ui, bool keep)
{
	struct kc_error err;

	if (top_pane_make(top_pane_now(ui->top), &ui->top->shape, keep, &err))
		top_ui_message(ui, true, "%s", err.message);
}

/**
 * top_ui_step - go to another sample of the recording
 * @ui: the screen
 * @position: which
 */
void top_ui_step(struct top_ui *ui, __u64 position)
{
	ui->top->shape.position = position;
	ui->step_ns = top_now_ns();
	top_ui_wants(ui);
}

/**
 * top_ui_suspend - stop until the shell lets it go on
 * @ui: the screen
 */
void top_ui_suspend(struct top_ui *ui)
{
	(void)ui;
	top_term_suspend();
	signal(SIGTSTP, SIG_DFL);
	kill(0, SIGTSTP);
	catch(SIGTSTP);
	top_term_forget();
}

static void take_sample(struct top_ui *ui)
{
	struct top_sample *sample = top_collector_sample(ui->collector);
	struct top *top = ui->top;
	unsigned int lost = top->lost;
	bool keep = ui->follow;

	if (!sample)
		return;
	top_take(top, sample);
	if (keep)
		top_ui_remake(ui, true);
	if (lost && !top->lost)
		top_ui_message(ui, false, "the driver is there again");
	/* After another driver the tables may be others; after a pause, enough is there. */
	top_ui_wants(ui);
}

/* Return: the signal that ends the program, or 0. */
static int take_signals(struct top_ui *ui)
{
	unsigned char number;

	while (read(signal_pipe[0], &number, 1) == 1) {
		if (number == SIGTSTP)
			top_ui_suspend(ui);
		else if (number == SIGCONT)
			top_term_forget();
		else
			return number;
	}
	return 0;
}

/* Return: false if the terminal has gone. */
static bool take_keys(struct top_ui *ui, bool ready)
{
	int key, y = 0, x = 0, button = 0, count = 0;

	while (!ui->quit && (key = top_term_key(&y, &x, &button))) {
		count++;
		top_key(ui, key, y, x, button);
	}
	return !ready || count;
}

/* Of a recording that is played, go on when it is time. Return: ms until then. */
static int play(struct top_ui *ui)
{
	struct top *top = ui->top;
	__u64 now = top_now_ns(), left;

	if (!top->replay || !top->playing)
		return FRAME_MS;
	if (now - ui->step_ns >= top->settings.interval_ns) {
		if (top->shape.position + 1 >= top->replay->count)
			top->playing = false;
		else
			top_ui_step(ui, top->shape.position + 1);
	}
	left = ui->step_ns + top->settings.interval_ns - now;
	return left < FRAME_MS * 1000000ULL ? (int)(left / 1000000) + 1 : FRAME_MS;
}

static int loop(struct top_ui *ui)
{
	struct pollfd fds[] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = signal_pipe[0], .events = POLLIN },
		{ .fd = top_collector_fd(ui->collector), .events = POLLIN },
	};
	int number = 0, idle = 0, i;

	while (!ui->quit && !number) {
		int wait = play(ui);

		top_draw(ui);
		if (poll(fds, 3, wait) < 0)
			for (i = 0; i < 3; i++)
				fds[i].revents = 0;
		number = take_signals(ui);
		if (number)
			break;
		if (fds[2].revents)
			take_sample(ui);
		/* Readable, but nothing to be read: that is the end of it. */
		idle = take_keys(ui, fds[0].revents) ? 0 : idle + 1;
		if (idle > 8 || (fds[0].revents & (POLLHUP | POLLERR | POLLNVAL)))
			number = SIGHUP;
	}
	return number;
}

/**
 * top_ui_run - the program on a terminal
 * @top: the run
 * @transport: an open way to the driver, taken over
 * @err: filled on failure
 */
int top_ui_run(struct top *top, struct kc_transport *transport, struct kc_error *err)
{
	static struct top_ui ui;
	int number, ret;

	ui.top = top;
	top->ui = &ui;
	if (pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK))
		ret = kc_fail_errno(err, errno, "cannot make a pipe", NULL);
	else
		ret = top_term_open(top, err);
	if (ret) {
		transport->close(transport);
		return ret;
	}
	catch_all();
	__atomic_add_fetch(&top->catalog->refs, 1, __ATOMIC_RELAXED);
	ui.collector = top_collector_start(&top->source, transport, top->catalog, err);
	if (!ui.collector) {
		top_term_close();
		return err->code;
	}
	top_ui_wants(&ui);
	number = loop(&ui);
	top_popup_close(&ui);
	top_term_close();
	top_collector_stop(ui.collector);
	if (number) {
		signal(number, SIG_DFL);
		raise(number);
	}
	return KC_OK;
}
