/* SPDX-License-Identifier: MIT */
/* The stack of steps, with numbers for things that change. */
#include "app/undo.h"

#define SECOND 1000000

static guint n_living; /* numbers that nobody has freed */

static gpointer
number_new (gint value)
{
  gint *number = g_new (gint, 1);

  *number = value;
  n_living++;
  return number;
}

static void
number_free (gpointer number)
{
  n_living--;
  g_free (number);
}

/* What happens while a step is taken back is no step. */
static void
number_apply (gpointer owner, gpointer from, gpointer to);

static const StudioUndoKind slider = { number_apply, number_free, TRUE };
static const StudioUndoKind button = { number_apply, number_free, FALSE };

typedef struct {
  StudioUndo *undo;
  gint value;
} Thing;

static void
number_apply (gpointer owner, gpointer from, gpointer to)
{
  Thing *thing = owner;

  g_assert_cmpint (thing->value, ==, *(gint *) from);
  thing->value = *(gint *) to;
  studio_undo_push (thing->undo, &button, "echo", number_new (1), number_new (2), 0);
}

static void
set_value (Thing *thing, const StudioUndoKind *kind, const char *name, gint value, gint64 now)
{
  studio_undo_push (thing->undo, kind, name, number_new (thing->value), number_new (value), now);
  thing->value = value;
}

static Thing
thing_new (void)
{
  return (Thing) { studio_undo_new (), 0 };
}

static void
thing_clear (Thing *thing)
{
  studio_undo_free (thing->undo);
  g_assert_cmpuint (n_living, ==, 0);
}

static void
test_back_and_forth (void)
{
  Thing thing = thing_new ();

  g_assert_null (studio_undo_back (thing.undo, &thing));
  set_value (&thing, &button, "one", 1, 0);
  set_value (&thing, &button, "two", 2, 0);
  set_value (&thing, &slider, "three", 3, 0);
  g_assert_cmpstr (studio_undo_back (thing.undo, &thing), ==, "three");
  g_assert_cmpstr (studio_undo_back (thing.undo, &thing), ==, "two");
  g_assert_cmpint (thing.value, ==, 1);
  g_assert_cmpstr (studio_undo_forth (thing.undo, &thing), ==, "two");
  g_assert_cmpint (thing.value, ==, 2);

  set_value (&thing, &button, "four", 4, 0);
  g_assert_false (studio_undo_can_go_forth (thing.undo));
  g_assert_null (studio_undo_forth (thing.undo, &thing));
  for (guint i = 0; i < 3; i++)
    g_assert_nonnull (studio_undo_back (thing.undo, &thing));
  g_assert_false (studio_undo_can_go_back (thing.undo));
  g_assert_cmpint (thing.value, ==, 0);
  thing_clear (&thing);
}

/* A slider that is drawn is one step; a pause, another name or a step back begins a new one. */
static void
test_merge (void)
{
  static const char name[] = "slider", other[] = "other slider";
  Thing thing = thing_new ();

  for (gint i = 1; i <= 5; i++)
    set_value (&thing, &slider, name, i, i * SECOND / 2);
  set_value (&thing, &slider, name, 6, 10 * SECOND);
  set_value (&thing, &slider, other, 7, 10 * SECOND);
  studio_undo_back (thing.undo, &thing);
  g_assert_cmpint (thing.value, ==, 6);
  set_value (&thing, &slider, name, 8, 10 * SECOND);
  g_assert_cmpint (thing.value, ==, 8);
  studio_undo_back (thing.undo, &thing);
  g_assert_cmpint (thing.value, ==, 6);
  studio_undo_back (thing.undo, &thing);
  g_assert_cmpint (thing.value, ==, 5);
  studio_undo_back (thing.undo, &thing);
  g_assert_cmpint (thing.value, ==, 0);
  g_assert_false (studio_undo_can_go_back (thing.undo));
  thing_clear (&thing);
}

static void
test_forget (void)
{
  Thing thing = thing_new ();

  set_value (&thing, &slider, "a", 1, 0);
  studio_undo_push (thing.undo, &button, "b", number_new (10), number_new (20), 0);
  set_value (&thing, &slider, "c", 2, 0);
  studio_undo_push (thing.undo, &button, "d", number_new (20), number_new (30), 0);
  thing.value = 30;
  studio_undo_back (thing.undo, &thing);
  thing.value = 2;
  studio_undo_forget (thing.undo, &button);
  g_assert_false (studio_undo_can_go_forth (thing.undo));
  g_assert_cmpstr (studio_undo_back (thing.undo, &thing), ==, "c");
  g_assert_cmpstr (studio_undo_back (thing.undo, &thing), ==, "a");
  studio_undo_forget (thing.undo, NULL);
  g_assert_false (studio_undo_can_go_forth (thing.undo));
  thing_clear (&thing);
}

static void
test_many (void)
{
  Thing thing = thing_new ();
  guint n = 0;

  for (gint i = 1; i <= 3 * STUDIO_UNDO_MAX_STEPS; i++)
    set_value (&thing, &button, "step", i, 0);
  while (studio_undo_back (thing.undo, &thing) != NULL)
    n++;
  g_assert_cmpuint (n, ==, STUDIO_UNDO_MAX_STEPS);
  g_assert_cmpint (thing.value, ==, 2 * STUDIO_UNDO_MAX_STEPS);
  thing_clear (&thing);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/undo/back-and-forth", test_back_and_forth);
  g_test_add_func ("/undo/merge", test_merge);
  g_test_add_func ("/undo/forget", test_forget);
  g_test_add_func ("/undo/many", test_many);

  return g_test_run ();
}
