// SPDX-License-Identifier: GPL-2.0-only
/* /proc/lockdep_chains, /proc/kwitness_chains and /proc/kwitness_held. */
#include <stdlib.h>
#include <string.h>

#include "witness_locks.h"

/* --- chains ------------------------------------------------------------ */

/* "irq_context: C" and then "[KEY] NAME" for each lock, to an empty line. */
static void lockdep_chains(struct kl_chains *chains)
{
	static const char * const contexts[] = { "0", "softirq", "hardirq", "hardirq|softirq" };
	char *text = kl_slurp("/proc/lockdep_chains"), *rest = text, *line, *name;
	struct kl_chain *chain = NULL;
	size_t len;
	unsigned int i;

	while ((line = strsep(&rest, "\n"))) {
		if (!strncmp(line, "irq_context: ", 13)) {
			chains->chains = kl_more(chains->chains, chains->count,
						 sizeof(*chains->chains));
			chain = &chains->chains[chains->count++];
			memset(chain, 0, sizeof(*chain));
			for (i = 0; i < 4; i++)
				if (!strcmp(line + 13, contexts[i]))
					chain->context = i;
		} else if (chain && *line == '[') {
			name = strstr(line, "] ");
			if (!name)
				kt_die("/proc/lockdep_chains: %s", line);
			len = chain->names ? strlen(chain->names) : 0;
			chain->names = realloc(chain->names, len + strlen(name) + 2);
			if (!chain->names)
				kt_die("out of memory");
			sprintf(chain->names + len, "%s\n", name + 2);
			chain->depth++;
		}
	}
	free(text);
}

/* In the same order. False if there are not as many, or others. */
static bool chains_by_module(struct kl_chains *chains)
{
	char *text = kl_slurp("/proc/kwitness_chains"), *rest = text, *line;
	unsigned int depth, context;
	struct kl_chain *chain;
	bool alike = true;
	size_t n = 0;

	while ((line = strsep(&rest, "\n")) && *line) {
		if (n++ >= chains->count)
			break;
		chain = &chains->chains[n - 1];
		if (sscanf(line, "chain %u %u %u", &chain->id, &depth, &context) != 3)
			kt_die("/proc/kwitness_chains: %s", line);
		alike &= depth == chain->depth && context == chain->context;
	}
	free(text);
	return alike && n == chains->count;
}

void kl_chains_read(struct kl_chains *chains)
{
	int try;

	for (try = 0; try < 20; try++) {
		memset(chains, 0, sizeof(*chains));
		lockdep_chains(chains);
		if (chains_by_module(chains))
			return;
		kl_chains_free(chains);
		kl_again();
	}
	kt_die("/proc/lockdep_chains and /proc/kwitness_chains are never alike");
}

void kl_chains_free(struct kl_chains *chains)
{
	size_t i;

	for (i = 0; i < chains->count; i++)
		free(chains->chains[i].names);
	free(chains->chains);
}

/* --- held -------------------------------------------------------------- */

static void held_line(struct kl_helds *helds, const char *line)
{
	struct kl_held *held = &helds->held[helds->count++];
	unsigned long long instance, ip, since[2];

	if (helds->count > sizeof(helds->held) / sizeof(*helds->held) ||
	    sscanf(line, "held %d %u %u %u %u %u %llx %llx %llu %llu", &held->pid, &held->depth,
		   &held->class_id, &held->read, &held->trylock, &held->hardirqs_off, &instance,
		   &ip, &since[0], &since[1]) != 10)
		kt_die("/proc/kwitness_held: %s", line);
	held->instance = instance;
	held->ip = ip;
	held->since[0] = since[0];
	held->since[1] = since[1];
}

/* Never a copy: they have a clock. */
void kl_helds_read(struct kl_helds *helds)
{
	char *text = kt_slurp("/proc/kwitness_held", NULL), *rest = text, *line;

	if (!text)
		kt_die("no /proc/kwitness_held");
	memset(helds, 0, sizeof(*helds));
	while ((line = strsep(&rest, "\n"))) {
		if (!strncmp(line, "held ", 5))
			held_line(helds, line);
		else if (!strncmp(line, "clock ", 6))
			helds->clock = strtoull(line + 6, NULL, 10);
	}
	free(text);
}
