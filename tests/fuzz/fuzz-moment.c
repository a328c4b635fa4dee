/* SPDX-License-Identifier: MIT */
/* Fuzz target: any bytes as a moment's file; what is accepted is whole, and what is written of it is read as the same. */
#include "app/moment.h"
#include "app/recipe-json.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Moments are read from files: here from one in memory. */
static StudioMoment *
open_bytes (const guint8 *data, gsize size, GError **error)
{
  const int file = memfd_create ("moment", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", file);
  StudioMoment *moment;

  g_assert (file >= 0 && write (file, data, size) == (gssize) size);
  moment = studio_moment_open (path, error);
  close (file);
  return moment;
}

static void
check_values (StudioMoment *moment)
{
  const StudioRecipe *recipe = studio_moment_get_recipe (moment);
  const guint n_known = studio_moment_get_n_known (moment);

  g_assert (studio_recipe_validate (recipe, NULL));
  g_assert (n_known >= 1 && n_known <= weft_config_get_image_values (&recipe->shape));
  for (guint i = 0; i < n_known; i++)
    g_assert (studio_moment_get_values (moment)[i] < recipe->shape.n_values);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StudioMoment) moment = open_bytes (data, size, &error);
  g_autoptr (StudioMoment) again = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (moment == NULL)
    {
      fuzz_check_error (error);
      return 0;
    }

  check_values (moment);
  bytes = studio_moment_to_bytes (moment, NULL);
  g_assert (bytes != NULL);
  again = open_bytes (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  g_assert (again != NULL && studio_moment_get_hash (again) == studio_moment_get_hash (moment));
  g_assert (studio_recipe_equal (studio_moment_get_recipe (again), studio_moment_get_recipe (moment)));
  g_assert (memcmp (studio_moment_get_values (again), studio_moment_get_values (moment),
                    studio_moment_get_n_known (moment)) == 0);
  return 0;
}
