// SPDX-License-Identifier: GPL-2.0-only
/*
 * All of kintro-top but its main loop, refreshed some thousand times on a terminal of
 * its own: the collecting thread, every view, keys, a driver that goes and comes. What
 * it holds must not grow.
 *
 * usage: flat DIR REFRESHES
 * DIR has folders like the driver's, 0 to 3 (tests/top/fixture.py); "now", a link to
 * one of them, is made here. Prints what is in use at the same moment of every cycle,
 * and "flat" at the end.
 */
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../client/top/loop.h"
#include "../../client/top/views/views.h"

#define FOLDERS 4
#define KEY_EVERY 8
#define CYCLES_MAX 64
#define COME_MS 20000

/*
 * A cycle: every view in turn, and keys on each; it ends as it began. A '!' takes the
 * driver away, the next one gives it back.
 */
static const int keys[] = {
	TOP_ALT('1'), 't', 'j', '-', '+', 't', 'H', 'H', 'K', 'K', 'B', ' ', 'D', 'D', 'U', 'I', 'I',
	'?', 'j', TOP_KEY_ESC, '\r', 'j', TOP_KEY_ESC, 'C', TOP_KEY_ESC, '<', TOP_KEY_ESC,
	'\\', 't', 'a', 's', 'k', '1', '\r', '\\', TOP_CTRL('u'), '\r',
	'/', '7', '\r', 'n', 'g', 'F', 'F', 'e', 'e', 'm', 'm',
	'!', 'j', '!', 'k', TOP_ALT('2'), 'j', 'k', TOP_ALT('3'), 'j', 'k', TOP_ALT('4'), ']', ']', ']',
	TOP_ALT('5'), TOP_ALT('6'), TOP_ALT('7'), ']', '[', TOP_ALT('8'), ']', ']', ']',
	TOP_ALT('9'), ']', ']', '!', '!', ']', TOP_ALT('0'), ']', ']', ']', '[', '[', '[',
	TOP_ALT('1'), 'z', TOP_ALT('1'), 'g',
};

#define KEYS (sizeof(keys) / sizeof(keys[0]))
#define CYCLE (KEYS * KEY_EVERY)

static const char *dir;
static FILE *report;

static void die(const char *what, const char *why)
{
	fprintf(report, "flat: %s: %s\n", what, why);
	exit(1);
}

/* Another folder takes the place of the one before, in one step; -1: none is there. */
static void step(int folder)
{
	char name[16];

	if (chdir(dir) || (folder < 0 && unlink("now")))
		die(dir, strerror(errno));
	if (folder < 0)
		return;
	snprintf(name, sizeof(name), "%d", folder);
	unlink("new");
	if (symlink(name, "new") || rename("new", "now"))
		die("now", strerror(errno));
}

/*
 * AddressSanitizer counts to the byte; without it the C library does, but not under
 * valgrind, which says at the end what was not given back.
 */
size_t __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));

static size_t in_use(void)
{
	return __sanitizer_get_current_allocated_bytes ?
	       __sanitizer_get_current_allocated_bytes() : mallinfo2().uordblks;
}

static int reach(void *context, struct kc_transport **transport, struct kc_error *err)
{
	(void)context;
	/* What the driver's own way does: look whether it is there at all. */
	if (access("now", F_OK))
		return kc_fail(err, KC_DRIVER, ENOENT, "there is no driver");
	return kc_debugfs_open("now", transport, err);
}

/* Wait for a sample and show it. */
static void refresh_once(struct top_loop *loop)
{
	struct pollfd fd = { .fd = top_collector_fd(loop->collector), .events = POLLIN };
	struct top_sample *sample;

	do {
		top_loop_want(loop);
		if (poll(&fd, 1, COME_MS) != 1)
			die("sample", "none came");
		sample = top_collector_sample(loop->collector);
	} while (!sample);
	top_take(loop->ui.top, sample);
	top_loop_want(loop);
	top_draw(&loop->ui.screen, loop->ui.top);
}

/* What is in use while nothing is being collected. */
static size_t at_rest(struct top_loop *loop)
{
	struct top_want none = { 0 };

	top_collector_want(loop->collector, &none, 0, loop->ui.top->settings.interval_ns, true);
	while (top_collector_busy_ns(loop->collector))
		usleep(100);
	top_sample_free(top_collector_sample(loop->collector));
	return in_use();
}

/* Return: what was in use at the end of each cycle, in @used. */
static unsigned int run(struct top_loop *loop, unsigned long refreshes, size_t *used)
{
	struct top *top = loop->ui.top;
	unsigned int cycles = 0, lost = 0, rows = 0;
	bool away = false;
	unsigned long n;

	for (n = 0; n < refreshes; n++) {
		if (n % KEY_EVERY == 0) {
			int key = keys[n / KEY_EVERY % KEYS];

			if (key == '!')
				away = !away;
			else
				top_loop_react(loop, top_key(&loop->ui, key, 0, 0, 0));
		}
		if (n % CYCLE == CYCLE - 1 && cycles < CYCLES_MAX) {
			used[cycles++] = at_rest(loop);
			if (top_pane_now(top)->list.count < 30 || loop->ui.screen.over)
				die("cycle", "it does not end with the tasks");
		}
		if (away && !access("now", F_OK))
			step(-1);
		else if (!away)
			step(n / 2 % FOLDERS);
		refresh_once(loop);
		lost += !!top->lost;
		rows += top_pane_now(top)->list.count;
	}
	fprintf(report, "%lu refreshes, %u without a driver, %u rows\n", n, lost, rows);
	if (refreshes > CYCLE && (!lost || lost > n / 10 || rows < n))
		die("cycle", "it did not go as it should");
	return cycles;
}

static int refresh_all(unsigned long refreshes)
{
	static struct top top;
	static struct top_loop loop;
	static size_t used[CYCLES_MAX];
	struct kc_transport *transport;
	unsigned int cycles, i;
	struct kc_error err;
	int ret = 0;

	step(0);
	top.source = (struct top_source){ .open = reach, .live = true };
	top.settings = (struct top_settings){ .interval_ns = 1000000, .meters = true };
	top.shape.kernel = true;
	top.views = top_views;
	top.view_count = top_view_count;
	/* Of no process there would be nothing to collect in some views. */
	top.shape.process = 1;
	if (top_views_open(&top, &err) || reach(NULL, &transport, &err))
		die("driver", err.message);
	top.catalog = top_catalog_load(transport, &err);
	if (!top.catalog)
		die("tables", err.message);
	top_views_resolve(&top);
	if (top_loop_open(&loop, &top, transport, &err))
		die("terminal", err.message);

	cycles = run(&loop, refreshes, used);

	if (refreshes >= 10000 && cycles < 8)
		die("cycle", "it is too long for its like to be compared");
	/* In the first one buffers grow to what they need. */
	for (i = 0; i < cycles; i++) {
		fprintf(report, "cycle %u: %zu bytes\n", i, used[i]);
		if (i > 1 && used[i] > used[1] + used[1] / 200)
			ret = 1;
	}
	if (!ret)
		fprintf(report, "flat\n");
	top_loop_close(&loop);
	top_views_close(&top);
	fclose(report);
	return ret;
}

int main(int argc, char **argv)
{
	const struct winsize size = { .ws_row = 40, .ws_col = 120 };
	char data[65536];
	int terminal, status;
	pid_t pid;

	report = fdopen(dup(1), "w");
	if (argc != 3 || !report)
		return 64;
	dir = argv[1];
	setenv("TERM", "xterm-256color", 1);
	pid = forkpty(&terminal, NULL, NULL, &size);
	if (pid < 0)
		die("pty", strerror(errno));
	if (!pid)
		return refresh_all(strtoul(argv[2], NULL, 10));
	while (read(terminal, data, sizeof(data)) > 0)
		;
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		die("child", "it did not end by itself");
	return WEXITSTATUS(status);
}
