// SPDX-License-Identifier: GPL-2.0-only
/* The test build (-DKIN_METER): holds are counted, and what they cost. */
#include <linux/minmax.h>
#include <linux/module.h>

#include "source.h"

unsigned int kin_meter_hold_units = KIN_HOLD_UNITS, kin_meter_cpus;
module_param_named(meter_hold_units, kin_meter_hold_units, uint, 0600);
MODULE_PARM_DESC(meter_hold_units, "In place of KIN_HOLD_UNITS (test build only)");
module_param_named(meter_cpus, kin_meter_cpus, uint, 0600);
MODULE_PARM_DESC(meter_cpus, "CPUs that per-CPU sums are charged for, 0: as many as there are (test build only)");

/* Of each object, in the order of the commands; to be written with zeroes. */
static unsigned int meter_holds[KIN_OBJECTS];
module_param_array(meter_holds, uint, NULL, 0600);
MODULE_PARM_DESC(meter_holds, "Holds (test build only)");
static unsigned int meter_units[KIN_OBJECTS];
module_param_array(meter_units, uint, NULL, 0600);
MODULE_PARM_DESC(meter_units, "Units of the dearest hold (test build only)");
static unsigned int meter_item[KIN_OBJECTS];
module_param_array(meter_item, uint, NULL, 0600);
MODULE_PARM_DESC(meter_item, "Units of the dearest item (test build only)");
static unsigned int meter_late[KIN_OBJECTS];
module_param_array(meter_late, uint, NULL, 0600);
MODULE_PARM_DESC(meter_late, "Units charged after a hold was to end, at most (test build only)");

void kin_meter_charge(struct kin_cost *cost, unsigned int units)
{
	if (cost->hold_left <= 0)
		cost->hold_late += units;
	cost->hold_item = max(cost->hold_item, units);
}

/* Readers at the same time may lose a count: the tests have one. */
void kin_meter_end(struct kin_cursor *cursor)
{
	unsigned int object = cursor->table->command - 1;
	struct kin_cost *cost = &cursor->cost;
	unsigned int units = kin_hold_units() - cost->hold_left;

	meter_holds[object]++;
	meter_units[object] = max(meter_units[object], units);
	meter_item[object] = max(meter_item[object], cost->hold_item);
	meter_late[object] = max(meter_late[object], cost->hold_late);
	cost->hold_item = 0;
	cost->hold_late = 0;
}
