// SPDX-License-Identifier: GPL-2.0-only
/* Which of the objects of locks this kernel is known to lack. */
#include <string.h>

#include "truth.h"

/* As truth_lacking(), of objects of locks; NULL of others. */
const char *truth_lacking_locks(const char *object, const char *field)
{
	if (!strcmp(object, "lock-points") && !truth_configured("LOCK_STAT"))
		return "needs CONFIG_LOCK_STAT";
	if ((!strcmp(object, "lock-edges") || !strcmp(object, "lock-chains")) &&
	    !truth_configured("PROVE_LOCKING"))
		return "needs CONFIG_PROVE_LOCKING";
	if ((!strcmp(object, "locks") || !strcmp(object, "held-locks")) &&
	    !truth_configured("LOCKDEP"))
		return "needs CONFIG_LOCKDEP";
	if (!strcmp(object, "locks") && field && !strcmp(field, "op-total") &&
	    !truth_configured("DEBUG_LOCKDEP"))
		return "CONFIG_DEBUG_LOCKDEP";
	return NULL;
}
