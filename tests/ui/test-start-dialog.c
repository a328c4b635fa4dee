/* SPDX-License-Identifier: MIT */
/* An image without a recipe becomes a beginning: its rows are in the picture, the rest is painted. */
#include "tests/ui/studio.h"

#include "ui/canvas-private.h"
#include "ui/pixel-grid.h"
#include "ui/start-dialog.h"

#include "app/png.h"
#include "app/recipe-mask.h"

#include <string.h>

#define WIDTH 12
#define N_PIXELS (12 * 10)

static StudioPixels *
make_image (guint side)
{
  StudioPixels *image = studio_pixels_new (side, side, 3, NULL);

  for (gsize i = 0; i < studio_pixels_get_bytes (image); i++)
    image->data[i] = g_test_rand_int_range (0, 256);
  return image;
}

/* Keeps three rows, paints, and compares them with those that are given, and the picture with a second one. */
static void
paint (TestStudio *studio)
{
  GtkWidget *dialog;
  g_autoptr (StudioPicture) picture = NULL;
  const StudioRecipe *recipe;
  gsize n_kept;
  const guint8 *kept;

  dialog = test_studio_wait_window (UI_TYPE_START_DIALOG);
  test_display_settle (dialog);
  g_assert_true (gtk_widget_get_visible (test_display_find (dialog, "notice")));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (test_display_find (dialog, "rows")), 3);
  g_signal_emit_by_name (test_display_find (dialog, "paint"), "clicked");
  test_studio_wait_no_window (UI_TYPE_START_DIALOG);
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);

  picture = studio_workspace_dup_picture (studio->workspace, 0);
  recipe = studio_picture_get_recipe (picture);
  kept = g_bytes_get_data (recipe->kept_values, &n_kept);
  g_assert_cmpuint (n_kept, ==, 3 * 12);
  g_assert_cmpmem (studio_picture_get_values (picture), n_kept, kept, n_kept);

  test_studio_act (studio, "start-blank");
  test_studio_paint (studio);
  g_clear_object (&picture);
  picture = studio_workspace_dup_picture (studio->workspace, 0);
  g_assert_null (studio_picture_get_recipe (picture)->kept_values);
}

static void
test_opened (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autoptr (StudioPixels) image = make_image (40);
  g_autoptr (GBytes) png = studio_png_encode (image, NULL, NULL, NULL);
  g_autofree char *path = test_folder_write (studio->folder, "photo.png", g_bytes_get_data (png, NULL),
                                             g_bytes_get_size (png));
  g_autoptr (GFile) file = g_file_new_for_path (path);

  test_studio_open_window (studio, 0);
  ui_window_open_file (studio->window, file);
  paint (studio);
}

/* Pasted, and through the texture not a pixel is changed. */
static void
test_pasted (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autoptr (StudioPixels) image = make_image (30);
  g_autoptr (GBytes) bytes = g_bytes_new (image->data, studio_pixels_get_bytes (image));
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new (30, 30, GDK_MEMORY_R8G8B8, bytes, 90);
  g_autoptr (StudioPixels) read = ui_window_read_texture (texture, NULL);

  g_assert_true (studio_pixels_equal (image, read));
  test_studio_open_window (studio, 0);
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (studio->window)), texture);
  test_studio_act (studio, "paste");
  paint (studio);
}

static GtkWidget *
wait_for_dialog (void)
{
  GtkWidget *dialog;

  dialog = test_studio_wait_window (UI_TYPE_START_DIALOG);
  test_display_settle (dialog);
  return dialog;
}

/* Of the model's size, in colours of its own, opaque in a chessboard's black fields. */
static GdkTexture *
make_chessboard (TestStudio *studio, guint8 opacity)
{
  WeftModel *model = studio_entry_get_model (studio_workspace_get_entry (studio->workspace));
  const guint8 *palette = weft_model_get_palette (model);
  guint8 data[4 * N_PIXELS];
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < N_PIXELS; i++)
    {
      memcpy (data + 4 * i, palette + 3 * (i % 7), 3);
      data[4 * i + 3] = (i + i / WIDTH) % 2 == 0 ? opacity : 128;
    }
  bytes = g_bytes_new (data, sizeof data);
  return gdk_memory_texture_new (WIDTH, N_PIXELS / WIDTH, GDK_MEMORY_R8G8B8A8, bytes, 4 * WIDTH);
}

static void
open_texture (TestStudio *studio, GdkTexture *texture, const char *name)
{
  g_autoptr (GBytes) png = gdk_texture_save_to_png_bytes (texture);
  g_autofree char *path = test_folder_write (studio->folder, name, g_bytes_get_data (png, NULL),
                                             g_bytes_get_size (png));
  g_autoptr (GFile) file = g_file_new_for_path (path);

  ui_window_open_file (studio->window, file);
}

/* What is transparent is painted, and differs by seed; what is opaque is kept wherever it lies. */
static void
test_transparent (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autoptr (GdkTexture) texture = make_chessboard (studio, 255);
  g_autoptr (StudioPicture) first = NULL, second = NULL;
  GtkWidget *dialog;
  guint n_same = 0;

  test_studio_open_window (studio, 0);
  open_texture (studio, texture, "torn.png");
  dialog = wait_for_dialog ();
  g_assert_false (gtk_widget_get_visible (test_display_find (dialog, "rows_row")));
  g_assert_cmpuint (ui_pixel_grid_get_n_pictures (UI_PIXEL_GRID (test_display_find (dialog, "preview"))), ==, 1);
  g_signal_emit_by_name (test_display_find (dialog, "paint"), "clicked");
  test_studio_wait_no_window (UI_TYPE_START_DIALOG);
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  first = studio_workspace_dup_picture (studio->workspace, 0);
  test_studio_paint (studio);
  second = studio_workspace_dup_picture (studio->workspace, 0);
  for (guint i = 0; i < N_PIXELS; i++)
    {
      n_same += studio_picture_get_values (first)[i] == studio_picture_get_values (second)[i];
      if ((i + i / WIDTH) % 2 == 0)
        {
          g_assert_cmpuint (studio_picture_get_values (first)[i], ==, i % 7);
          g_assert_cmpuint (studio_picture_get_values (second)[i], ==, i % 7);
        }
    }
  g_assert_cmpuint (n_same, <, N_PIXELS);
}

/* Nothing opaque: the dialog says so with the number, and another choice is still there. */
static void
test_nothing_opaque (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autoptr (GdkTexture) texture = make_chessboard (studio, 0);
  GtkWidget *dialog;

  test_studio_open_window (studio, 0);
  open_texture (studio, texture, "ghost.png");
  dialog = wait_for_dialog ();
  g_assert_false (gtk_widget_get_sensitive (test_display_find (dialog, "paint")));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (test_display_find (dialog, "notice"))), "None of the 120"));
  adw_combo_row_set_selected (ADW_COMBO_ROW (test_display_find (dialog, "keep")), 0);
  g_assert_true (gtk_widget_get_sensitive (test_display_find (dialog, "paint")));
  g_assert_true (gtk_widget_get_visible (test_display_find (dialog, "rows_row")));
  gtk_window_close (GTK_WINDOW (dialog));
}

/* All of it lies on the picture and waits; what is rubbed out there is painted. */
static void
test_chosen (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autoptr (GdkTexture) texture = make_chessboard (studio, 255);
  g_autoptr (StudioPicture) picture = NULL;
  UiCanvas *canvas;
  GtkWidget *dialog;
  gboolean is_painting, is_erasing;
  guint n_kept = 0;

  test_studio_open_window (studio, 0);
  open_texture (studio, texture, "torn.png");
  dialog = wait_for_dialog ();
  adw_combo_row_set_selected (ADW_COMBO_ROW (test_display_find (dialog, "keep")), 2);
  g_signal_emit_by_name (test_display_find (dialog, "paint"), "clicked");
  test_studio_wait_no_window (UI_TYPE_START_DIALOG);
  g_object_get (ui_studio_view_get_paint_bar (studio->window->studio), "painting", &is_painting, "erasing", &is_erasing,
                NULL);
  g_assert_true (is_painting && is_erasing);
  g_assert_cmpuint (studio_workspace_list_waiting (studio->workspace, NULL, NULL), ==, N_PIXELS);

  /* The first row, from its first pixel on. */
  canvas = ui_studio_view_get_canvas (studio->window->studio);
  for (guint i = 0; i < WIDTH; i++)
    {
      ui_canvas_press_paint_key (canvas, GDK_KEY_space, 0);
      ui_canvas_press_paint_key (canvas, GDK_KEY_Right, 0);
    }
  g_assert_cmpuint (studio_workspace_list_waiting (studio->workspace, NULL, NULL), ==, N_PIXELS - WIDTH);
  test_studio_act (studio, "absorb");
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  picture = studio_workspace_dup_picture (studio->workspace, 0);
  g_assert_cmpuint (studio_recipe_count_given (studio_picture_get_recipe (picture), 0), ==, N_PIXELS - WIDTH);
  for (guint i = WIDTH; i < N_PIXELS; i += 2)
    n_kept += studio_picture_get_values (picture)[i + (i / WIDTH) % 2] == (i + (i / WIDTH) % 2) % 7;
  g_assert_cmpuint (n_kept, ==, (N_PIXELS - WIDTH) / 2);
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/start-dialog/opened", test_opened);
  g_test_add_func ("/start-dialog/pasted", test_pasted);
  g_test_add_func ("/start-dialog/transparent", test_transparent);
  g_test_add_func ("/start-dialog/nothing-opaque", test_nothing_opaque);
  g_test_add_func ("/start-dialog/chosen", test_chosen);
  return g_test_run ();
}
