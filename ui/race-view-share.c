/* SPDX-License-Identifier: MIT */
/* What the race shows as text and as a picture, for others. */
#include "ui/race-view-private.h"

#include "ui/race-picture.h"

#include "app/race-figures.h"

static char *
dup_markdown (const StudioTable *table, const char *words)
{
  g_autofree char *text = studio_table_to_text (table, STUDIO_TABLE_MARKDOWN);

  return g_strdup_printf ("%s\n%s\n", text, words);
}

static char *
dup_scaling_text (UiRaceView *view, StudioScaling *scaling, const char *format)
{
  g_autoptr (StudioTable) table = NULL;

  if (g_str_equal (format, "csv"))
    return studio_scaling_figures_to_csv (scaling);
  if (g_str_equal (format, "json"))
    return studio_scaling_figures_to_json (scaling);
  table = studio_scaling_figures_dup_table (scaling);
  return dup_markdown (table, ui_scaling_view_get_words (view->scaling));
}

char *
ui_race_view_dup_text (UiRaceView *view, const char *format)
{
  StudioScaling *scaling;
  g_autoptr (StudioRaceResult) result = NULL;
  g_autoptr (StudioTable) table = NULL;

  g_return_val_if_fail (UI_IS_RACE_VIEW (view), NULL);

  scaling = studio_workspace_get_scaling (view->workspace);
  if (ui_race_view_shows_scaling (view))
    return scaling != NULL ? dup_scaling_text (view, scaling, format) : NULL;

  result = view->race != NULL ? studio_race_dup_result (view->race) : NULL;
  if (result == NULL)
    return NULL;
  if (g_str_equal (format, "csv"))
    return studio_race_figures_to_csv (result);
  if (g_str_equal (format, "json"))
    return studio_race_figures_to_json (view->race, result);
  table = studio_race_figures_dup_table (result);
  return dup_markdown (table, gtk_label_get_text (view->conditions));
}

GBytes *
ui_race_view_paint (UiRaceView *view, gboolean as_svg, GError **error)
{
  UiRacePicture picture = { .context = gtk_widget_get_pango_context (GTK_WIDGET (view)) };
  g_autoptr (StudioRaceResult) result = NULL;
  g_autoptr (StudioTable) table = NULL;

  g_return_val_if_fail (UI_IS_RACE_VIEW (view), NULL);

  result = view->race != NULL ? studio_race_dup_result (view->race) : NULL;
  if (ui_race_view_shows_scaling (view) && studio_workspace_get_scaling (view->workspace) != NULL)
    {
      picture.scaling = view->scaling;
      picture.words = ui_scaling_view_get_words (view->scaling);
      table = studio_scaling_figures_dup_table (studio_workspace_get_scaling (view->workspace));
    }
  else
    {
      picture.charts = view->charts;
      picture.verdict = gtk_label_get_text (view->verdict);
      picture.words = gtk_label_get_text (view->conditions);
      table = result != NULL ? studio_race_figures_dup_table (result) : NULL;
    }
  picture.table = table;
  return as_svg ? ui_race_picture_to_svg (&picture, error) : ui_race_picture_to_png (&picture, error);
}
