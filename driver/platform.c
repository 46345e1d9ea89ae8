// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver's node in a device tree (dts/): it makes the module load at boot and
 * chooses options. Nothing else hangs on it. Interfaces belong to the module, so
 * that binding and unbinding through sysfs disturb no reader.
 */
#include <linux/device.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/property.h>

#include "options.h"
#include "platform.h"

/* Properties that are there or not; each says other than the default. */
static const struct {
	const char *property;
	struct kin_option *option;
	bool on;
} kin_properties[] = {
	{ "kintrospect,proc", &kin_option_proc, true },
	{ "kintrospect,no-lookup", &kin_option_lookup, false },
	{ "kintrospect,no-btf", &kin_option_btf, false },
};

/*
 * The options are settled: interfaces are made by them, and they become read-only memory.
 * A node that arrives meanwhile is probed by another thread, so that both are changed
 * under the lock only, by nobody once they are settled.
 */
static bool kin_settled __ro_after_init;
static DEFINE_MUTEX(kin_settling);

/*
 * Loading the module probes a node that is there already before anything heeds
 * an option. One that is bound later (again, or by a run-time overlay) comes too
 * late to choose, and is told so if it differs.
 */
static int kin_platform_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	unsigned int i;

	mutex_lock(&kin_settling);
	for (i = 0; i < ARRAY_SIZE(kin_properties); i++) {
		struct kin_option *option = kin_properties[i].option;
		const char *property = kin_properties[i].property;

		if (!device_property_present(dev, property) ||
		    option->on == kin_properties[i].on)
			continue;
		if (option->given)
			dev_info(dev, "%s: a parameter of the module says otherwise\n", property);
		else if (kin_settled)
			dev_info(dev, "%s: takes effect when the module is loaded next\n",
				 property);
		else
			option->on = kin_properties[i].on;
	}
	mutex_unlock(&kin_settling);
	return 0;
}

#define KIN_COMPATIBLE "kintrospect,kintrospect"

static const struct of_device_id kin_platform_match[] = {
	{ .compatible = KIN_COMPATIBLE },
	{ }
};

/*
 * What MODULE_DEVICE_TABLE() comes to: Debian's build tools for 32-bit ARM, on any
 * other machine, take an entry of the table for longer than it is.
 */
MODULE_ALIAS("of:N*T*C" KIN_COMPATIBLE);
MODULE_ALIAS("of:N*T*C" KIN_COMPATIBLE "C*");

static struct platform_driver kin_platform_driver = {
	.probe = kin_platform_probe,
	.driver = {
		.name = "kintrospect",
		.of_match_table = kin_platform_match,
		/* Options have to be known when the registration returns. */
		.probe_type = PROBE_FORCE_SYNCHRONOUS,
	},
};

/**
 * kin_platform_init - apply the device tree's options, bind to its node
 *
 * To be called before any option is heeded. Process context, may sleep.
 * Return: 0, without a node as well, or the driver core's error.
 */
int __init kin_platform_init(void)
{
	int err = platform_driver_register(&kin_platform_driver);

	mutex_lock(&kin_settling);
	kin_settled = true;
	mutex_unlock(&kin_settling);
	return err;
}

/**
 * kin_platform_exit - let go of the node
 */
void kin_platform_exit(void)
{
	platform_driver_unregister(&kin_platform_driver);
}
