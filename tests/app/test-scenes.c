/* SPDX-License-Identifier: MIT */
/* A talk as a list and as text: what is written is read again, and what is no talk is refused in one sentence. */
#include "app/scenes.h"

#include "engine/error.h"

#include <string.h>

static void
add (StudioScenes *scenes, const char *caption)
{
  g_autoptr (StudioScene) scene = studio_scene_new ();

  g_free (scene->caption);
  scene->caption = g_strdup (caption);
  g_assert_true (studio_scenes_insert (scenes, G_MAXUINT, scene));
}

static void
count_cb (guint *n)
{
  ++*n;
}

static char *
join (StudioScenes *scenes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < studio_scenes_get_n (scenes); i++)
    g_string_append (text, studio_scenes_get (scenes, i)->caption);
  return g_string_free (text, FALSE);
}

static void
assert_order (StudioScenes *scenes, const char *expected)
{
  g_autofree char *order = join (scenes);

  g_assert_cmpstr (order, ==, expected);
}

static void
test_list (void)
{
  g_autoptr (StudioScenes) scenes = studio_scenes_new ();
  g_autoptr (StudioScenes) other = studio_scenes_new ();
  guint n_changes = 0;

  g_signal_connect_swapped (scenes, "changed", G_CALLBACK (count_cb), &n_changes);
  g_assert_null (studio_scenes_get (scenes, 0));
  add (scenes, "a");
  add (scenes, "b");
  add (scenes, "c");
  studio_scenes_move (scenes, 0, 2);
  assert_order (scenes, "bca");
  studio_scenes_move (scenes, 2, 1);
  assert_order (scenes, "bac");
  studio_scenes_remove (scenes, 0);
  assert_order (scenes, "ac");
  studio_scenes_set_caption (scenes, 1, "d");
  assert_order (scenes, "ad");
  g_assert_cmpuint (n_changes, ==, 7);
  studio_scenes_set_caption (scenes, 1, "d");
  g_assert_cmpuint (n_changes, ==, 7);

  add (other, "x");
  studio_scenes_take_from (scenes, other);
  assert_order (scenes, "x");
  for (guint i = 1; i < STUDIO_SCENES_MAX; i++)
    add (scenes, "");
  g_assert_false (studio_scenes_insert (scenes, 0, studio_scenes_get (other, 0)));
}

/* Everything a scene can hold, also what JSON has to escape. */
static void
test_round_trip (void)
{
  g_autoptr (StudioScenes) scenes = studio_scenes_new ();
  g_autoptr (StudioScenes) again = NULL;
  g_autoptr (StudioScene) scene = studio_scene_new ();
  g_autofree char *text = NULL, *second = NULL;
  const char *const overlays[] = { "surprise", "grid", NULL };
  GError *error = NULL;

  add (scenes, "");
  g_free (scene->caption);
  scene->caption = g_strdup ("„Zeile 1“\n\"2\" \\");
  scene->view = STUDIO_SCENE_VIEW_RACE;
  scene->action = STUDIO_SCENE_HOLD;
  scene->checkpoint = g_strdup ("digits");
  scene->moment = g_strdup ("four.moment");
  scene->seed = G_MAXUINT64;
  scene->temperature = 0.1;
  scene->n_lanes = 16;
  scene->pace = 33.25;
  scene->seconds = 12;
  scene->hold_at = 400;
  scene->overlays = g_strdupv ((char **) overlays);
  scene->inspector = g_strdup ("state");
  studio_scenes_insert (scenes, 0, scene);

  text = studio_scenes_to_json (scenes, NULL);
  again = studio_scenes_from_json (text, strlen (text), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (studio_scenes_get_n (again), ==, 2);
  g_assert_true (studio_scene_equal (studio_scenes_get (again, 0), scene));
  g_assert_false (studio_scene_equal (studio_scenes_get (again, 1), scene));
  second = studio_scenes_to_json (again, NULL);
  g_assert_cmpstr (second, ==, text);
}

/* Moments beside and below a talk go with its folder wherever it is carried; others stay where they are. */
static void
test_moments (void)
{
  const struct {
    const char *moment, *written, *carried;
  } cases[] = {
    { "/talks/mine/a.moment", "a.moment", "/stick/a.moment" },
    { "/talks/mine/deep/er/b.moment", "deep/er/b.moment", "/stick/deep/er/b.moment" },
    { "/talks/./mine/../mine/c.moment", "c.moment", "/stick/c.moment" },
    { "/talks/mine/übung 1.moment", "übung 1.moment", "/stick/übung 1.moment" },
    { "/talks/mine2/d.moment", "/talks/mine2/d.moment", "/talks/mine2/d.moment" },
    { "/talks/e.moment", "/talks/e.moment", "/talks/e.moment" },
    { "f.moment", "f.moment", "/stick/f.moment" },
    { "../g.moment", "../g.moment", "/g.moment" },
    { NULL, NULL, NULL },
  };
  g_autoptr (StudioScenes) scenes = studio_scenes_new ();
  g_autoptr (StudioScenes) written = NULL, carried = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StudioScene) scene = studio_scene_new ();

      scene->moment = g_strdup (cases[i].moment);
      studio_scenes_insert (scenes, G_MAXUINT, scene);
    }

  text = studio_scenes_to_json (scenes, "/talks/mine");
  written = studio_scenes_from_json (text, strlen (text), NULL, NULL);
  carried = studio_scenes_from_json (text, strlen (text), "/stick", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpstr (studio_scenes_get (written, i)->moment, ==, cases[i].written);
      g_assert_cmpstr (studio_scenes_get (carried, i)->moment, ==, cases[i].carried);
    }
}

#define HEAD "{\"format\":\"weft-talk\",\"format_version\":\"1.0\",\"scenes\":"

static void
test_refusals (void)
{
  const struct {
    const char *text;
    WeftError code;
    const char *says;
  } cases[] = {
    { "", WEFT_ERROR_INVALID, "not JSON" },
    { "[]", WEFT_ERROR_INVALID, "not an object" },
    { "{}", WEFT_ERROR_INVALID, "format weft-talk" },
    { "{\"format\":\"weft-recipe\",\"format_version\":\"1.0\"}", WEFT_ERROR_INVALID, "format weft-talk" },
    { "{\"format\":\"weft-talk\"}", WEFT_ERROR_INVALID, "format_version" },
    { "{\"format\":\"weft-talk\",\"format_version\":\"2.0\",\"scenes\":[]}", WEFT_ERROR_UNSUPPORTED, "newer" },
    { "{\"format\":\"weft-talk\",\"format_version\":\"1.0\"}", WEFT_ERROR_INVALID, "lacks \"scenes\"" },
    { HEAD "{}}", WEFT_ERROR_INVALID, "\"scenes\"" },
    { HEAD "[3]}", WEFT_ERROR_INVALID, "scene 1" },
    { HEAD "[{},{\"caption\":3}]}", WEFT_ERROR_INVALID, "scene 2's \"caption\"" },
    { HEAD "[{\"caption\":\"a\\u0000b\"}]}", WEFT_ERROR_INVALID, "" },
    { HEAD "[{\"view\":\"moon\"}]}", WEFT_ERROR_INVALID, "studio, race, gallery" },
    { HEAD "[{\"action\":1}]}", WEFT_ERROR_INVALID, "show, run, hold, race" },
    { HEAD "[{\"seed\":5}]}", WEFT_ERROR_INVALID, "seed" },
    { HEAD "[{\"seed\":\"-5\"}]}", WEFT_ERROR_INVALID, "seed" },
    { HEAD "[{\"temperature\":-1}]}", WEFT_ERROR_INVALID, "temperature" },
    { HEAD "[{\"temperature\":1e9}]}", WEFT_ERROR_INVALID, "temperature" },
    { HEAD "[{\"pictures\":0}]}", WEFT_ERROR_INVALID, "pictures" },
    { HEAD "[{\"pictures\":17}]}", WEFT_ERROR_INVALID, "17 pictures" },
    { HEAD "[{\"hold_at\":0}]}", WEFT_ERROR_INVALID, "holds at 0" },
    { HEAD "[{\"seconds\":1e9}]}", WEFT_ERROR_INVALID, "seconds" },
    { HEAD "[{\"overlays\":[1]}]}", WEFT_ERROR_INVALID, "list of texts" },
    { HEAD "[{\"seed\":\"1\",\"seed\":\"2\"}]}", WEFT_ERROR_INVALID, "not JSON" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (studio_scenes_from_json (cases[i].text, strlen (cases[i].text), NULL, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, WEFT_ERROR, (int) cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].says));
    }
}

/* Keys of a newer minor version are left alone. */
static void
test_unknown_keys (void)
{
  const char *text = "{\"format\":\"weft-talk\",\"format_version\":\"1.7\",\"x\":1,\"scenes\":[{\"y\":2,\"seed\":\"7\"}]}";
  g_autoptr (StudioScenes) scenes = studio_scenes_from_json (text, strlen (text), NULL, NULL);

  g_assert_cmpuint (studio_scenes_get (scenes, 0)->seed, ==, 7);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scenes/list", test_list);
  g_test_add_func ("/scenes/round-trip", test_round_trip);
  g_test_add_func ("/scenes/moments", test_moments);
  g_test_add_func ("/scenes/refusals", test_refusals);
  g_test_add_func ("/scenes/unknown-keys", test_unknown_keys);
  return g_test_run ();
}
