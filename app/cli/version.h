/* SPDX-License-Identifier: MIT */
/* `weft --version`. */
#pragma once

/**
 * cli_version_print: Weft and every library, built with and running with, on stdout. Loads OpenBLAS.
 */
void cli_version_print (void);
